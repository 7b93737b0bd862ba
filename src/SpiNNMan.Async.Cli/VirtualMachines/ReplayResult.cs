namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The result of repeating a recorded run, as JSON.</summary>
internal sealed record ReplayResult(string Replayed, double Seconds, long Received, long Sent, string Hash, bool? Same);
