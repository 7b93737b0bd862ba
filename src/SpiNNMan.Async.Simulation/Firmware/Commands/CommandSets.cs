using System.Collections.Frozen;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>The commands of the programs of a chip. A command that is not in the set is answered as unknown.</summary>
internal static class CommandSets
{
    private static readonly ICommandHandler s_read = new ReadCommand();
    private static readonly ICommandHandler s_write = new WriteCommand();
    private static readonly ICommandHandler s_fill = new FillCommand();

    /// <summary>The newest monitor.</summary>
    private static readonly Dictionary<ScpCommand, ICommandHandler> s_scamp = new()
    {
        [ScpCommand.Version] = new VersionCommand("SC&MP"),
        [ScpCommand.Read] = s_read,
        [ScpCommand.Write] = s_write,
        [ScpCommand.Fill] = s_fill,
        [ScpCommand.LinkRead] = new LinkReadCommand(),
        [ScpCommand.LinkWrite] = new LinkWriteCommand(),
        [ScpCommand.Count] = new CountCommand(),
        [ScpCommand.ApplicationRun] = new ApplicationRunCommand(),
        [ScpCommand.NearestNeighbourPacket] = new NearestNeighbourPacketCommand(),
        [ScpCommand.ApplicationCopyRun] = new ApplicationCopyRunCommand(),
        [ScpCommand.Signal] = new SignalCommand(),
        [ScpCommand.FloodFillData] = new FloodFillDataCommand(),
        [ScpCommand.ApplicationStart] = new ApplicationStartCommand(),
        [ScpCommand.Led] = new LedCommand(),
        [ScpCommand.Remap] = new RemapCommand(),
        [ScpCommand.SerialRom] = new SerialRomCommand(),
        [ScpCommand.IPTag] = new IPTagCommand(),
        [ScpCommand.Allocate] = new AllocateCommand(),
        [ScpCommand.Router] = new RouterCommand(),
        [ScpCommand.ChipInfo] = new ChipInfoCommand(),
        [ScpCommand.Sync] = new AcceptCommand(),
    };

    /// <summary>The stub on application cores, and every program that is built on it.</summary>
    public static FrozenDictionary<ScpCommand, ICommandHandler> Sark { get; } = new Dictionary<ScpCommand, ICommandHandler>
    {
        [ScpCommand.Version] = new VersionCommand("SARK"),
        [ScpCommand.Read] = s_read,
        [ScpCommand.Write] = s_write,
        [ScpCommand.Fill] = s_fill,
    }.ToFrozenDictionary();

    /// <summary>The commands of a monitor.</summary>
    public static FrozenDictionary<ScpCommand, ICommandHandler> For(FirmwareProfile firmware)
    {
        var commands = new Dictionary<ScpCommand, ICommandHandler>(s_scamp);
        foreach (ScpCommand command in firmware.MissingCommands)
            commands.Remove(command);

        return commands.ToFrozenDictionary();
    }
}
