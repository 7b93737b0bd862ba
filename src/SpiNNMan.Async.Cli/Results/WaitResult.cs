namespace SpiNNMan.Async.Cli.Results;

/// <summary>The result of waiting for states, as JSON.</summary>
internal sealed record WaitResult(int ApplicationId, int CoreCount, IReadOnlyList<string> States, string Outcome, double Seconds, IReadOnlyList<RunResult.Failure> Failures);
