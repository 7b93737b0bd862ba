namespace SpiNNMan.Async.Cli.Results;

/// <summary>The result of loading an application, as JSON.</summary>
internal sealed record LoadCommandResult(int ApplicationId, int CoreCount, string Method, int RepairedCoreCount, double LoadSeconds, bool Started);
