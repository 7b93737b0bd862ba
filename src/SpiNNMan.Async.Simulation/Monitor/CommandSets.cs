using System.Collections.Frozen;
using SpiNNMan.Async.Simulation.Monitor.Commands;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Monitor;

/// <summary>Which commands the programs of a chip carry out. What is not in a set is answered as an unknown command.</summary>
internal static class CommandSets
{
    private static readonly ICommandHandler s_read = new ReadCommand();
    private static readonly ICommandHandler s_write = new WriteCommand();
    private static readonly ICommandHandler s_fill = new FillCommand();

    /// <summary>The monitor.</summary>
    public static FrozenDictionary<ScpCommand, ICommandHandler> Scamp { get; } = new Dictionary<ScpCommand, ICommandHandler>
    {
        [ScpCommand.Version] = new VersionCommand("SC&MP"),
        [ScpCommand.Read] = s_read,
        [ScpCommand.Write] = s_write,
        [ScpCommand.Fill] = s_fill,
        [ScpCommand.LinkRead] = new LinkReadCommand(),
        [ScpCommand.LinkWrite] = new LinkWriteCommand(),
        [ScpCommand.IPTag] = new IPTagCommand(),
        [ScpCommand.ChipInfo] = new ChipInfoCommand(),
    }.ToFrozenDictionary();

    /// <summary>The stub on application cores, and every program built on it.</summary>
    public static FrozenDictionary<ScpCommand, ICommandHandler> Sark { get; } = new Dictionary<ScpCommand, ICommandHandler>
    {
        [ScpCommand.Version] = new VersionCommand("SARK"),
        [ScpCommand.Read] = s_read,
        [ScpCommand.Write] = s_write,
        [ScpCommand.Fill] = s_fill,
    }.ToFrozenDictionary();
}
