namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The memory contents that all chips share after booting. They must not be written to.</summary>
internal sealed record MemoryImage(SparseMemory Sdram, SparseMemory SystemRam, SparseMemory? MonitorItcm, SparseMemory? MonitorDtcm);
