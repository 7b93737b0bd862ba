using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp;

/// <summary>A reply to a command, over the bytes it came in.</summary>
/// <remarks>
/// <code>
///  0  8   SDP header
///  8  u16 result
/// 10  u16 sequence number of the request
/// 12  ..  payload, to the end of the datagram
/// </code>
/// Protocol: scp.md, "Reply".
/// </remarks>
public readonly ref struct ScpReply
{
    /// <summary>The length in bytes of the header before the payload.</summary>
    public const int HeaderSize = SdpHeader.Size + 4;

    private ScpReply(SdpHeader header, ushort result, ushort sequence, ReadOnlySpan<byte> payload)
    {
        Header = header;
        Result = (ScpResult)result;
        Sequence = sequence;
        Payload = payload;
    }

    /// <summary>The SDP header; its source is the core that answered.</summary>
    public SdpHeader Header { get; }

    /// <summary>The result.</summary>
    public ScpResult Result { get; }

    /// <summary>The sequence number of the request that this answers.</summary>
    public ushort Sequence { get; }

    /// <summary>The data of the reply.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads a reply, without padding in front.</summary>
    /// <returns><see langword="false"/> if the bytes are too few, or the flags or the result not defined.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out ScpReply reply, out PacketError error)
    {
        reply = default;
        if (!SdpHeader.TryParse(source, out SdpHeader header, out error))
            return false;

        if (source.Length < HeaderSize)
        {
            error = PacketError.TooShort(nameof(ScpReply), source.Length, HeaderSize, source.Length);
            return false;
        }

        ushort result = BinaryPrimitives.ReadUInt16LittleEndian(source[SdpHeader.Size..]);
        if (result is < (ushort)ScpResult.Ok or > (ushort)ScpResult.PacketTransmit)
        {
            error = PacketError.BadValue(nameof(ScpReply), SdpHeader.Size, $"the result is 0x{result:X}, none of 0x80 to 0x8F");
            return false;
        }

        reply = new ScpReply(header, result, BinaryPrimitives.ReadUInt16LittleEndian(source[(SdpHeader.Size + 2)..]), source[HeaderSize..]);
        return true;
    }

    /// <summary>Reads a reply from a datagram, after its two bytes of padding, which are not looked at.</summary>
    public static bool TryParseDatagram(ReadOnlySpan<byte> datagram, out ScpReply reply, out PacketError error)
    {
        if (datagram.Length < SdpMessage.PadSize)
        {
            reply = default;
            error = PacketError.TooShort(nameof(ScpReply), datagram.Length, SdpMessage.PadSize + HeaderSize, datagram.Length);
            return false;
        }

        if (TryParse(datagram[SdpMessage.PadSize..], out reply, out error))
            return true;

        error = error with { Offset = error.Offset + SdpMessage.PadSize };
        return false;
    }

    /// <summary>Whether the payload has at least <paramref name="needed"/> bytes; if not, the error says so.</summary>
    public bool HasPayload(int needed, string packet, out PacketError error)
    {
        error = Payload.Length >= needed ? default : PacketError.TooShort(packet, Payload.Length, needed, Payload.Length);
        return Payload.Length >= needed;
    }

    /// <summary>Copies the first <paramref name="count"/> bytes of the payload, and ignores the rest.</summary>
    public bool TryReadBytes(int count, string packet, out byte[] bytes, out PacketError error)
    {
        bool whole = HasPayload(count, packet, out error);
        bytes = whole ? Payload[..count].ToArray() : [];
        return whole;
    }

    /// <summary>Reads the word at <paramref name="offset"/> of the payload.</summary>
    public bool TryReadWord(int offset, string packet, out uint word, out PacketError error)
    {
        bool whole = HasPayload(offset + sizeof(uint), packet, out error);
        word = whole ? BinaryPrimitives.ReadUInt32LittleEndian(Payload[offset..]) : 0;
        return whole;
    }
}
