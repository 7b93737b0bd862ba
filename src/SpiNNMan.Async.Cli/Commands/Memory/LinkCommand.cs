using System.CommandLine;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary><c>spinnman link read|write</c>: memory of a neighbour, through a link.</summary>
internal static class LinkCommand
{
    public static Command Create(Terminal terminal) => new("link", "Read or write memory of a neighbouring chip through a link. The monitor of that chip has no part in it, and may be dead.")
    {
        LinkReadCommand.Create(terminal),
        LinkWriteCommand.Create(terminal),
    };
}
