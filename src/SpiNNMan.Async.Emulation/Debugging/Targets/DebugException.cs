namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>A debugger asked for something that cannot be; the message says why.</summary>
internal sealed class DebugException(string message) : Exception(message);
