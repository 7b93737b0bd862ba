namespace SpiNNMan.Async.Cli.Results;

/// <summary>That an application was stopped, as JSON. Without one, all were.</summary>
internal sealed record StopResult(int? ApplicationId, int? CoreCount);
