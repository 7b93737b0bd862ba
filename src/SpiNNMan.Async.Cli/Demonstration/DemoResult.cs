namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>The result of a demonstration, as JSON.</summary>
internal sealed record DemoResult(bool Passed, double Seconds, IReadOnlyList<DemoStepResult> Steps, IReadOnlyList<DemoTransferResult> Transfers);
