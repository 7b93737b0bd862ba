namespace SpiNNMan.Async.Cli.Results.Routes;

/// <summary>That routes were cleared, as JSON. Without an application, those of all were.</summary>
internal sealed record ClearedRoutesResult(int ChipCount, int? ApplicationId);
