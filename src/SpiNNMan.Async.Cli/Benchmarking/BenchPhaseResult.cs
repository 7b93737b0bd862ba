namespace SpiNNMan.Async.Cli.Benchmarking;

/// <summary>One transfer of a measurement, as JSON.</summary>
internal sealed record BenchPhaseResult(string Name, long Bytes, double Seconds, double RequestsPerSecond, double MegabytesPerSecond);
