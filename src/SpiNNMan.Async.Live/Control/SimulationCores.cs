using System.Buffers.Binary;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Live.Links;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Live.Control;

/// <summary>Speaks with single cores that have the simulation library, and looks into their data.</summary>
internal sealed class SimulationCores(BoardLinks links)
{
    private const uint Mark = 0xAD130AD6;
    private const uint BeforeFirstTick = uint.MaxValue;
    private const int RegionsOffset = 8;
    private const int RegionSize = 12;

    public BoardLinks Links => links;

    /// <summary>Sends a command that is answered.</summary>
    public async Task<byte[]> AskAsync(CoreLocation core, ControlCommand command, ScpArguments arguments, ReadOnlyMemory<byte> data, int answerSize, CancellationToken cancellationToken)
    {
        ScampConnection commands = await links.CommandsToAsync(core.Chip).ConfigureAwait(false);
        var request = new RawScpRequest((ScpCommand)command, new SdpEndpoint(core, (byte)SdpPort.RunningCommand), arguments, data, answerSize)
        {
            Repeatability = Repeatability.Repeatable,
        };
        return await commands.ExecuteAsync<RawScpRequest, byte[]>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a command that is not answered.</summary>
    public async Task TellAsync(CoreLocation core, ControlCommand command, CancellationToken cancellationToken)
    {
        ScampConnection commands = await links.CommandsToAsync(core.Chip).ConfigureAwait(false);
        var data = new byte[sizeof(uint) + ScpArguments.Size];
        BinaryPrimitives.WriteUInt16LittleEndian(data, (ushort)command);
        var header = new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, new SdpEndpoint(core, (byte)SdpPort.RunningCommand), SdpEndpoint.Host(new ChipLocation(0, 0)));
        await commands.SendSdpMessageAsync(new SdpMessage(header, data), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tick of a core; <see langword="null"/> before the first, which cores number one less than the first.</summary>
    public async Task<uint?> GetTimeAsync(CoreLocation core, CancellationToken cancellationToken)
    {
        uint time = BinaryPrimitives.ReadUInt32LittleEndian(await AskAsync(core, ControlCommand.GetTime, default, default, sizeof(uint), cancellationToken).ConfigureAwait(false));
        return time == BeforeFirstTick ? null : time;
    }

    /// <summary>The facts about a core that the board tells.</summary>
    public async Task<CoreInfo> GetInfoAsync(CoreLocation core, CancellationToken cancellationToken)
    {
        ScampConnection commands = await links.CommandsToAsync(core.Chip).ConfigureAwait(false);
        byte[] block = await commands.ReadMemoryAsync(core.Chip.Monitor, MemoryMap.GetCoreInfoAddress(core.Core), CoreInfo.Size, cancellationToken).ConfigureAwait(false);
        return CoreInfo.TryParse(core, block, out CoreInfo info, out Wire.PacketError error) ? info : throw new Errors.InvalidPacketException(error);
    }

    /// <summary>Reads words of a region of a core's data; <see langword="null"/> if it has no such region.</summary>
    public async Task<uint[]?> ReadRegionAsync(CoreLocation core, int region, int firstWord, int words, CancellationToken cancellationToken)
    {
        ScampConnection commands = await links.CommandsToAsync(core.Chip).ConfigureAwait(false);
        CoreLocation monitor = core.Chip.Monitor;
        uint table = await commands.ReadWordAsync(monitor, MemoryMap.GetUserRegisterAddress(core.Core, 0), cancellationToken).ConfigureAwait(false);
        if (!IsSdram(table) || await commands.ReadWordAsync(monitor, table, cancellationToken).ConfigureAwait(false) != Mark)
            return null;

        uint start = await commands.ReadWordAsync(monitor, table + (uint)(RegionsOffset + (RegionSize * region)), cancellationToken).ConfigureAwait(false);
        if (!IsSdram(start))
            return null;

        byte[] bytes = await commands.ReadMemoryAsync(monitor, start + (uint)(firstWord * sizeof(uint)), words * sizeof(uint), cancellationToken).ConfigureAwait(false);
        var values = new uint[words];
        for (int index = 0; index < words; index++)
            values[index] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(index * sizeof(uint)));

        return values;
    }

    /// <summary>Reading where nothing is would kill the monitor of a real board.</summary>
    private static bool IsSdram(uint address) => address % sizeof(uint) == 0 && address is >= MemoryMap.Sdram and < MemoryMap.SdramUnbuffered + 0x08000000;
}
