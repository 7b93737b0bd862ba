namespace SpiNNMan.Async.Cli.Output;

/// <summary>How an application was loaded, for programs.</summary>
internal sealed record LoadCommandResult(int ApplicationId, int Cores, string Method, int Repaired, double Seconds, bool Started);
