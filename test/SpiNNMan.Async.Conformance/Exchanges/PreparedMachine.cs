using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>What a booted machine answers while it is opened: that is not in the recordings, which begin with a machine that is known.</summary>
internal sealed class PreparedMachine
{
    private const byte Cores = 18;
    private const uint SystemVariablesAddress = 0xF5007F00;
    private const uint RouterTableAddress = 0xE1010000;
    private const int ColumnSize = 128;
    private const int RoutesPerWord = 8;
    private const byte Idle = 15;
    private const uint NoRoute = 6;
    private const uint OwnMonitor = 7;
    private const uint North = 2;

    private static readonly byte[] s_version =
        [0, 10, 0, 0, 0, 1, 0xFF, 0xFF, 0x80, 0xB8, 0x70, 0x60, .. "SC&MP/SpiNNaker\03.4.1\0"u8];

    // The states of the cores 1 to 17 of each chip; by default nothing runs.
    private readonly Func<ChipLocation, byte[]> _states;
    private readonly Func<RequestContent, uint?> _count;
    private readonly MachineGeometry _geometry;
    private readonly IReadOnlyDictionary<ChipLocation, IPAddress> _ethernets;

    public PreparedMachine(TranscriptCase transcript, Func<ChipLocation, byte[]>? states = null, Func<RequestContent, uint?>? count = null)
    {
        _states = states ?? (_ => [.. Enumerable.Repeat(Idle, Cores - 1)]);
        _count = count ?? (_ => null);
        (int width, int height) = transcript.MachineSize;
        _geometry = new MachineGeometry(width, height);
        _ethernets = transcript.Ethernets;
        RecordedMemory memory = transcript.Board.Memory;
        memory.Prepare(default, SystemVariablesAddress + 2, [(byte)height, (byte)width]);
        PrepareRoutes(memory, width);
        foreach (ChipLocation chip in Chips(width, height).Where(_geometry.Contains))
            PrepareChip(memory, chip, transcript.Arguments);
    }

    /// <summary>The answer to a request, if it is one of those that opening a machine takes.</summary>
    public byte[]? Answer(RequestContent request) => request.Command switch
    {
        ScpCommand.Version => request.Reply(ScpResult.Ok, s_version),
        ScpCommand.ChipInfo => request.Reply(ScpResult.Ok, Summary(request.Chip)),
        ScpCommand.IPTag => request.Reply(ScpResult.Ok, [9, 32, 8, 8]),
        ScpCommand.Signal when _count(request) is { } count => request.Reply(ScpResult.Ok, BitConverter.GetBytes(count)),
        _ => null,
    };

    private static IEnumerable<ChipLocation> Chips(int width, int height) =>
        from x in Enumerable.Range(0, width) from y in Enumerable.Range(0, height) select new ChipLocation((byte)x, (byte)y);

    // Each column has its chips from below, eight to a word. Only whether there is a route counts: the way is for the chips to know.
    private void PrepareRoutes(RecordedMemory memory, int width)
    {
        for (int x = 0; x < width; x++)
        {
            for (int word = 0; word < ColumnSize / sizeof(uint); word++)
            {
                uint routes = 0;
                for (int i = 0; i < RoutesPerWord; i++)
                {
                    var chip = new ChipLocation((byte)x, (byte)((word * RoutesPerWord) + i));
                    routes |= (chip == default ? OwnMonitor : _geometry.Contains(chip) ? North : NoRoute) << (3 * i);
                }

                memory.Prepare(default, RouterTableAddress + (uint)((x * ColumnSize) + (word * sizeof(uint))), BitConverter.GetBytes(routes));
            }
        }
    }

    private void PrepareChip(RecordedMemory memory, ChipLocation chip, JsonElement arguments)
    {
        memory.Prepare(chip, SystemVariablesAddress + 0xF0, AddressOf(chip));
        memory.Prepare(chip, SystemVariablesAddress + 0x94, [.. Enumerable.Range(0, Cores).Select(core => (byte)core), 0xFF, 0xFF]);
        memory.Prepare(chip, SystemVariablesAddress + 0xA8, [.. Enumerable.Range(0, Cores).Select(core => (byte)core), 0xFF, 0xFF]);
        memory.Prepare(chip, SystemVariablesAddress + 0xCC, BitConverter.GetBytes(0xE5007000));
        memory.Prepare(chip, SystemVariablesAddress + 0x54, BitConverter.GetBytes(MemoryMap.SystemSdram));
        if (arguments.ValueKind == JsonValueKind.Object && arguments.Has("iobuf_size"))
            memory.Prepare(chip, SystemVariablesAddress + 0x50, BitConverter.GetBytes(arguments.GetUInt32("iobuf_size")));
    }

    private byte[] AddressOf(ChipLocation chip) => _ethernets.TryGetValue(chip, out IPAddress? address) ? address.GetAddressBytes() : new byte[4];

    private byte[] Summary(ChipLocation chip)
    {
        bool isEthernet = _ethernets.ContainsKey(chip);
        uint flags = Cores | (0x3Fu << 8) | (1023u << 14) | (isEthernet ? 1u << 25 : 0);
        ChipLocation nearest = _geometry.GetNearestEthernet(chip);

        // West, south or south-west, towards the chip that was booted.
        byte parent = chip == default ? (byte)7 : (byte)(chip.X == 0 ? 5 : chip.Y == 0 ? 3 : 4);
        return
        [
            .. BitConverter.GetBytes(flags), .. BitConverter.GetBytes(100u << 20), .. BitConverter.GetBytes(20_000u), 7, .. _states(chip), nearest.Y, nearest.X,
            .. AddressOf(chip), parent, 0,
        ];
    }
}
