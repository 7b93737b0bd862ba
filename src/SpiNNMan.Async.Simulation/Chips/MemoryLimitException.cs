namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The virtual machine has reached its limit of memory.</summary>
internal sealed class MemoryLimitException(string message) : Exception(message);
