namespace SpiNNMan.Async.Cli.Output;

/// <summary>How a demonstration went, for programs.</summary>
internal sealed record DemoResult(bool Passed, double Seconds, IReadOnlyList<DemoStepResult> Steps, IReadOnlyList<DemoTransferResult> Transfers);
