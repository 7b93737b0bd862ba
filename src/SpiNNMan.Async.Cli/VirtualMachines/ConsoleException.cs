namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>A command that was typed makes no sense; the message says what could stand there.</summary>
internal sealed class ConsoleException(string message) : Exception(message);
