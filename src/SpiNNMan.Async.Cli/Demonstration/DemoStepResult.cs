namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>A step of a demonstration, as JSON.</summary>
internal sealed record DemoStepResult(string Name, bool Passed, string Message, double Seconds);
