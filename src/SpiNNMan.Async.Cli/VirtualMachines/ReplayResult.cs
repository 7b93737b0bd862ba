namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>What came of a recorded run that was done again, for programs.</summary>
internal sealed record ReplayResult(string Replayed, double Seconds, long Received, long Sent, string Hash, bool? Same);
