namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>What the memories of all chips hold alike after booting. Nobody may write to it.</summary>
internal sealed record MemoryImage(SparseMemory Sdram, SparseMemory SystemRam, SparseMemory? MonitorItcm, SparseMemory? MonitorDtcm);
