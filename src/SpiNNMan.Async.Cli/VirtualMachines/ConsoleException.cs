namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>A command that was typed is wrong. The message says what is expected.</summary>
internal sealed class ConsoleException(string message) : Exception(message);
