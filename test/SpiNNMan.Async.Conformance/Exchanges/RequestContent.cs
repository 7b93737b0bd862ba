using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>What a datagram asks for, without what is different each time: its number, its tag, and where it comes from.</summary>
/// <remarks>Reads the bytes itself: what the library makes is not to be judged by what the library reads.</remarks>
internal readonly struct RequestContent
{
    private const int ArgumentsOffset = 14;
    private const int DataOffset = 26;
    private const int SdpDataOffset = 10;
    private const uint CoresMask = 0x3FFFF;
    private const uint WaitBit = 1u << 18;
    private const uint FloodFillStart = 6;
    private const uint FloodFillEnd = 15;

    private readonly byte[] _datagram;

    public RequestContent(byte[] datagram) => _datagram = datagram;

    /// <summary>Whether it is a command that wants an answer.</summary>
    public bool IsCommand => _datagram.Length >= DataOffset && (_datagram[2] & 0x80) != 0 && _datagram[4] >> 5 == 0;

    public ScpCommand Command => (ScpCommand)BinaryPrimitives.ReadUInt16LittleEndian(_datagram.AsSpan(10));

    public ushort Sequence => BinaryPrimitives.ReadUInt16LittleEndian(_datagram.AsSpan(12));

    /// <summary>The chip it goes to; the root is the chip at the origin.</summary>
    public ChipLocation Chip => _datagram[6] == 255 && _datagram[7] == 255 ? default : new ChipLocation(_datagram[7], _datagram[6]);

    /// <summary>The chip that the sender says it is.</summary>
    public ChipLocation Source => new(_datagram[9], _datagram[8]);

    public ReadOnlySpan<byte> Data => _datagram.AsSpan(DataOffset);

    public uint Argument(int index) => BinaryPrimitives.ReadUInt32LittleEndian(_datagram.AsSpan(ArgumentsOffset + (sizeof(uint) * index)));

    /// <summary>Whether it asks a chip for the image of a neighbour, but to start it on no core: a step on the way to others.</summary>
    public bool IsStep => IsCommand && Command == ScpCommand.ApplicationCopyRun && (Argument(2) & CoresMask) == 0;

    /// <summary>The content as text: the same for the same request.</summary>
    public string Text => IsCommand
        ? $"{(int)Command} to {Destination} {FirstArgument:x8} {Convert.ToHexStringLower(_datagram.AsSpan(ArgumentsOffset + sizeof(uint)))}"
        : _datagram.Length < SdpDataOffset
            ? $"raw {Convert.ToHexStringLower(_datagram)}"
            : $"message {_datagram[2]:x2} to {Destination} {Convert.ToHexStringLower(_datagram.AsSpan(SdpDataOffset))}";

    // Without what is for the sender to choose: which neighbour has the image, the number of a flood fill, and how many blocks it says will follow.
    private uint FirstArgument => Command switch
    {
        ScpCommand.ApplicationCopyRun => Argument(0) & ~7u,
        ScpCommand.NearestNeighbourPacket when Argument(0) >> 24 is FloodFillStart or FloodFillEnd => Argument(0) & 0xFF00_0000,
        _ => Argument(0),
    };

    private string Destination => $"{_datagram[7]},{_datagram[6]},{_datagram[4]:x2}";

    /// <summary>Whether it tells cores that wait to start.</summary>
    public bool IsStartSignal => Command == ScpCommand.Signal && ((Argument(1) >> 16) & 0xFF) == (uint)Signal.Start && Argument(0) != (uint)SignalType.PointToPoint;

    /// <summary>The same request for cores that do not wait, if it starts any.</summary>
    public RequestContent WithoutWaiting
    {
        get
        {
            int argument = !IsCommand ? -1 : Command switch
            {
                ScpCommand.ApplicationRun => 0,
                ScpCommand.ApplicationCopyRun => 2,
                _ => -1,
            };
            if (argument < 0)
                return this;

            byte[] changed = [.. _datagram];
            BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(ArgumentsOffset + (sizeof(uint) * argument)), Argument(argument) & ~WaitBit);
            return new RequestContent(changed);
        }
    }

    /// <summary>The same request with another first and second argument.</summary>
    public RequestContent With(uint first, uint second)
    {
        byte[] changed = [.. _datagram];
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(ArgumentsOffset), first);
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(ArgumentsOffset + sizeof(uint)), second);
        return new RequestContent(changed);
    }

    /// <summary>A reply to this request, from whom it went to.</summary>
    public byte[] Reply(ScpResult result, ReadOnlySpan<byte> payload)
    {
        byte[] reply = [0, 0, 0x07, 8, _datagram[5], _datagram[4], _datagram[8], _datagram[9], Chip.Y, Chip.X, (byte)result, 0, _datagram[12], _datagram[13], .. payload];
        return reply;
    }
}
