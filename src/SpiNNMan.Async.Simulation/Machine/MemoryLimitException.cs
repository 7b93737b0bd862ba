namespace SpiNNMan.Async.Simulation.Machine;

/// <summary>The virtual machine may take no more memory.</summary>
internal sealed class MemoryLimitException(string message) : Exception(message);
