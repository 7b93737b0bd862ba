namespace SpiNNMan.Async.Cli.Results;

/// <summary>A signal that was sent to applications, as JSON. An empty list means all applications.</summary>
internal sealed record SignalResult(string Signal, IReadOnlyList<int> ApplicationIds);
