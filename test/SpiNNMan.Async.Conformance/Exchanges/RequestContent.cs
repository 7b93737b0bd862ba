using System.Buffers.Binary;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>What a datagram asks for, without what is different each time: its number, its tag, and where it comes from.</summary>
/// <remarks>Reads the bytes itself: what the library makes is not to be judged by what the library reads.</remarks>
internal readonly struct RequestContent
{
    private const int ArgumentsOffset = 14;
    private const int DataOffset = 26;
    private const int SdpDataOffset = 10;

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

    /// <summary>The content as text: the same for the same request.</summary>
    public string Text => IsCommand
        ? $"{(int)Command} to {Destination} {Convert.ToHexStringLower(_datagram.AsSpan(ArgumentsOffset))}"
        : _datagram.Length < SdpDataOffset
            ? $"raw {Convert.ToHexStringLower(_datagram)}"
            : $"message {_datagram[2]:x2} to {Destination} {Convert.ToHexStringLower(_datagram.AsSpan(SdpDataOffset))}";

    private string Destination => $"{_datagram[7]},{_datagram[6]},{_datagram[4]:x2}";

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
