namespace SpiNNMan.Async.Cli.Output;

/// <summary>How waiting for states went, for programs.</summary>
internal sealed record WaitResult(int ApplicationId, int Cores, IReadOnlyList<string> States, string Outcome, double Seconds, IReadOnlyList<RunResult.Failure> Failures);
