namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The answer to a command that was typed while a virtual machine runs.</summary>
/// <param name="Command">The command that was typed.</param>
/// <param name="Ok">Whether the command was understood and done.</param>
/// <param name="Text">The text of the answer.</param>
/// <param name="Quits">Whether the machine is to stop.</param>
internal sealed record ConsoleAnswer(string Command, bool Ok, string Text, bool Quits = false);
