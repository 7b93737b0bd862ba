namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>What came of a command that was typed while a virtual machine runs.</summary>
/// <param name="Command">The command.</param>
/// <param name="Ok">Whether it was understood and done.</param>
/// <param name="Text">What to tell.</param>
/// <param name="Quits">Whether the machine shall stop.</param>
internal sealed record ConsoleAnswer(string Command, bool Ok, string Text, bool Quits = false);
