namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The result of repeating a recorded run, as JSON.</summary>
internal sealed record ReplayResult(string File, double Seconds, long ReceivedDatagrams, long SentDatagrams, string MemoryHash, bool? Same);
