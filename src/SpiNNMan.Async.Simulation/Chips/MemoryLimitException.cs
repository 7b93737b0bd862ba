namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The virtual machine may take no more memory.</summary>
internal sealed class MemoryLimitException(string message) : Exception(message);
