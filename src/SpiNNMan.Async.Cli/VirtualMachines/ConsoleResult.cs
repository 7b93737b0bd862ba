namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The answer to a command that was typed while a virtual machine runs, as JSON.</summary>
internal sealed record ConsoleResult(string Command, bool Done, string Message, bool Quits)
{
    public static ConsoleResult From(ConsoleAnswer answer) => new(answer.Command, answer.Ok, answer.Text, answer.Quits);
}
