namespace SpiNNMan.Async.Cli.Benchmarking;

/// <summary>How long single requests took, in microseconds, as JSON.</summary>
internal sealed record LatencyResult(int Samples, double P50, double P99, double Max);
