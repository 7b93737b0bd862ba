namespace SpiNNMan.Async.Cli.Output;

/// <summary>One step of a demonstration, for programs.</summary>
internal sealed record DemoStepResult(string Name, bool Passed, string Outcome, double Seconds);
