namespace SpiNNMan.Async.Cli.Output;

/// <summary>What was said to applications, for programs; none named means all.</summary>
internal sealed record SignalResult(string Signal, IReadOnlyList<int> ApplicationIds);
