using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>What a small booted machine answers while it is opened: that is not in the recordings, which begin with a machine that is known.</summary>
internal sealed class PreparedMachine
{
    private const int Height = 2;
    private const int Width = 2;
    private const byte Cores = 18;
    private const uint SystemVariablesAddress = 0xF5007F00;
    private const uint RouterTableAddress = 0xE1010000;
    private const int ColumnSize = 128;
    private const byte Idle = 15;

    private static readonly byte[] s_version =
        [0, 10, 0, 0, 0, 1, 0xFF, 0xFF, 0x80, 0xB8, 0x70, 0x60, .. "SC&MP/SpiNNaker\03.4.1\0"u8];

    // The states of the cores 1 to 17 of each chip; by default nothing runs.
    private readonly Func<ChipLocation, byte[]> _states;
    private readonly Func<RequestContent, uint?> _count;

    public PreparedMachine(TranscriptCase transcript, Func<ChipLocation, byte[]>? states = null, Func<RequestContent, uint?>? count = null)
    {
        _states = states ?? (_ => [.. Enumerable.Repeat(Idle, Cores - 1)]);
        _count = count ?? (_ => null);
        RecordedMemory memory = transcript.Board.Memory;
        memory.Prepare(default, SystemVariablesAddress + 2, [Height, Width]);

        // Here, to the north, to the east, to the north-east; no route to any other.
        memory.Prepare(default, RouterTableAddress, BitConverter.GetBytes(0x00DB6D80u | 7 | (2 << 3)));
        memory.Prepare(default, RouterTableAddress + ColumnSize, BitConverter.GetBytes(0x00DB6D80u | (0 << 0) | (1 << 3)));
        foreach (ChipLocation chip in Chips)
        {
            memory.Prepare(chip, SystemVariablesAddress + 0xF0, chip == default ? TranscriptCase.BoardAddress.GetAddressBytes() : new byte[4]);
            memory.Prepare(chip, SystemVariablesAddress + 0x94, [.. Enumerable.Range(0, Cores).Select(core => (byte)core), 0xFF, 0xFF]);
            memory.Prepare(chip, SystemVariablesAddress + 0xA8, [.. Enumerable.Range(0, Cores).Select(core => (byte)core), 0xFF, 0xFF]);
            memory.Prepare(chip, SystemVariablesAddress + 0xCC, BitConverter.GetBytes(0xE5007000));
            memory.Prepare(chip, SystemVariablesAddress + 0x54, BitConverter.GetBytes(MemoryMap.SystemSdram));
            if (transcript.Arguments.ValueKind == System.Text.Json.JsonValueKind.Object && transcript.Arguments.Has("iobuf_size"))
                memory.Prepare(chip, SystemVariablesAddress + 0x50, BitConverter.GetBytes(transcript.Arguments.GetUInt32("iobuf_size")));
        }
    }

    private static IEnumerable<ChipLocation> Chips =>
        from x in Enumerable.Range(0, Width) from y in Enumerable.Range(0, Height) select new ChipLocation((byte)x, (byte)y);

    /// <summary>The answer to a request, if it is one of those that opening a machine takes.</summary>
    public byte[]? Answer(RequestContent request) => request.Command switch
    {
        ScpCommand.Version => request.Reply(ScpResult.Ok, s_version),
        ScpCommand.ChipInfo => request.Reply(ScpResult.Ok, Summary(request.Chip)),
        ScpCommand.IPTag => request.Reply(ScpResult.Ok, [9, 32, 8, 8]),
        ScpCommand.Signal when _count(request) is { } count => request.Reply(ScpResult.Ok, BitConverter.GetBytes(count)),
        _ => null,
    };

    private byte[] Summary(ChipLocation chip)
    {
        uint flags = Cores | (0x3Fu << 8) | (1023u << 14) | (chip == default ? 1u << 25 : 0);
        byte[] address = chip == default ? TranscriptCase.BoardAddress.GetAddressBytes() : new byte[4];
        byte parent = chip == default ? (byte)7 : (byte)(chip.X == 0 ? 5 : chip.Y == 0 ? 3 : 4);
        return [.. BitConverter.GetBytes(flags), .. BitConverter.GetBytes(100u << 20), .. BitConverter.GetBytes(20_000u), 7, .. _states(chip), 0, 0, .. address, parent, 0];
    }
}
