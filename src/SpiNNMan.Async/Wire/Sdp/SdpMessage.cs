namespace SpiNNMan.Async.Wire.Sdp;

/// <summary>A message between a host and a core, or between cores: a header and up to 272 bytes.</summary>
/// <param name="Header">Where it goes and where it comes from.</param>
/// <param name="Data">The data. Boards drop more than <see cref="MaxDataSize"/> bytes.</param>
/// <remarks>Over UDP two bytes of padding go in front. Protocol: sdp.md, "Message".</remarks>
public readonly record struct SdpMessage(SdpHeader Header, ReadOnlyMemory<byte> Data)
{
    /// <summary>The most data a board takes in one message, in bytes.</summary>
    public const int MaxDataSize = 272;

    /// <summary>The bytes of padding that a datagram to or from port 17893 starts with.</summary>
    public const int PadSize = 2;

    /// <summary>The length of the whole message in bytes, without padding.</summary>
    public int Size => SdpHeader.Size + Data.Length;

    /// <summary>Reads a message, whose data is everything after the header. The data is not copied.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> source, out SdpMessage message, out PacketError error)
    {
        bool parsed = SdpHeader.TryParse(source.Span, out SdpHeader header, out error);
        message = parsed ? new SdpMessage(header, source[SdpHeader.Size..]) : default;
        return parsed;
    }

    /// <summary>Reads a message from a datagram, after its two bytes of padding, which are not looked at: boards leave anything there.</summary>
    public static bool TryParseDatagram(ReadOnlyMemory<byte> datagram, out SdpMessage message, out PacketError error)
    {
        if (datagram.Length < PadSize)
        {
            message = default;
            error = PacketError.TooShort(nameof(SdpMessage), datagram.Length, PadSize + SdpHeader.Size, datagram.Length);
            return false;
        }

        if (TryParse(datagram[PadSize..], out message, out error))
            return true;

        error = error with { Offset = error.Offset + PadSize };
        return false;
    }

    /// <summary>Writes header and data.</summary>
    /// <returns>The number of bytes written, <see cref="Size"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public int Write(Span<byte> destination)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"The message takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        Header.Write(destination);
        Data.Span.CopyTo(destination[SdpHeader.Size..]);
        return Size;
    }

    /// <summary>Writes the message as a datagram, two zero bytes in front.</summary>
    /// <returns>The number of bytes written, <see cref="PadSize"/> + <see cref="Size"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public int WriteDatagram(Span<byte> destination)
    {
        if (destination.Length < PadSize + Size)
            throw new ArgumentException($"The datagram takes {PadSize + Size} bytes, {destination.Length} are there.", nameof(destination));

        destination[..PadSize].Clear();
        return PadSize + Write(destination[PadSize..]);
    }

    /// <summary>The message's bytes, without padding.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }
}
