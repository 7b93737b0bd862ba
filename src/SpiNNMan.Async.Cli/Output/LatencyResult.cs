namespace SpiNNMan.Async.Cli.Output;

/// <summary>How long single requests took, in microseconds, for programs.</summary>
internal sealed record LatencyResult(int Samples, double P50, double P99, double Max);
