namespace SpiNNMan.Async.Cli.Benchmarking;

/// <summary>How long single requests took, as JSON.</summary>
internal sealed record LatencyResult(int Samples, double P50Microseconds, double P99Microseconds, double MaxMicroseconds);
