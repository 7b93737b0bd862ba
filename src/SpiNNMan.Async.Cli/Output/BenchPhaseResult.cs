namespace SpiNNMan.Async.Cli.Output;

/// <summary>One transfer of a measurement, for programs.</summary>
internal sealed record BenchPhaseResult(string Name, long Bytes, double Seconds, double RequestsPerSecond, double MegabytesPerSecond);
