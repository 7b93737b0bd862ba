namespace SpiNNMan.Async.Cli.Results;

/// <summary>The result of loading an application, as JSON.</summary>
internal sealed record LoadCommandResult(int ApplicationId, int Cores, string Method, int Repaired, double Seconds, bool Started);
