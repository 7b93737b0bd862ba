using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Sdp;

/// <summary>The eight bytes in front of every SpiNNaker datagram.</summary>
/// <param name="Flags">Whether a reply is wanted and how the packet may travel.</param>
/// <param name="Tag">The IP tag it travels by; <see cref="NoTag"/> lets the board make one for the reply.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="Source">Its source, which the reply goes to.</param>
/// <remarks>
/// <code>
/// 0  u8  flags
/// 1  u8  tag
/// 2  u8  destination port [7:5] and core [4:0]
/// 3  u8  source port [7:5] and core [4:0]
/// 4  u8  destination y        6  u8  source y
/// 5  u8  destination x        7  u8  source x
/// </code>
/// Protocol: sdp.md, "Header".
/// </remarks>
public readonly record struct SdpHeader(SdpFlags Flags, byte Tag, SdpEndpoint Destination, SdpEndpoint Source)
{
    /// <summary>The length of a header in bytes.</summary>
    public const int Size = 8;

    /// <summary>The value for no tag: a board gives the request a transient one.</summary>
    public const byte NoTag = 255;

    /// <summary>Reads a header from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/>, with the reason in <paramref name="error"/>, if the bytes are too few or the flags unknown.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out SdpHeader header, out PacketError error)
    {
        header = default;
        if (source.Length < Size)
        {
            error = PacketError.TooShort(nameof(SdpHeader), source.Length, Size, source.Length);
            return false;
        }

        var flags = (SdpFlags)source[0];
        if (flags is not (SdpFlags.ReplyExpected or SdpFlags.ReplyNotExpected or SdpFlags.ReplyExpectedNoP2P or SdpFlags.ReplyNotExpectedNoP2P))
        {
            error = PacketError.BadValue(nameof(SdpHeader), 0, $"the flags are 0x{source[0]:X2}, not one of 0x07, 0x27, 0x87, 0xA7");
            return false;
        }

        header = ReadUnchecked(source);
        error = default;
        return true;
    }

    /// <summary>Reads a header as a board does, taking any flags; the bytes must be at least <see cref="Size"/> long.</summary>
    public static SdpHeader ReadUnchecked(ReadOnlySpan<byte> source) => new(
        (SdpFlags)source[0],
        source[1],
        SdpEndpoint.From(source[2], source[4], source[5]),
        SdpEndpoint.From(source[3], source[6], source[7]));

    /// <summary>Writes the header to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="InvalidParameterException">A core is above 31 or a port above 7: the header has no room for it. Nothing is written.</exception>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Size"/>; nothing is written.</exception>
    public void Write(Span<byte> destination)
    {
        Destination.ThrowIfTooLarge(nameof(Destination));
        Source.ThrowIfTooLarge(nameof(Source));
        if (destination.Length < Size)
            throw new ArgumentException($"An SDP header takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        destination[0] = (byte)Flags;
        destination[1] = Tag;
        destination[2] = Destination.PortAndCore;
        destination[3] = Source.PortAndCore;
        destination[4] = Destination.Chip.Y;
        destination[5] = Destination.Chip.X;
        destination[6] = Source.Chip.Y;
        destination[7] = Source.Chip.X;
    }

    /// <summary>The same header as a host sends it: no tag, and the host behind the Ethernet of <paramref name="source"/> as its origin.</summary>
    /// <param name="source">The chip that should send the reply out; (255, 255) means the one the machine was booted through.</param>
    /// <remarks>Protocol: sdp.md, "Sending from a host".</remarks>
    public SdpHeader ForUdpSend(ChipLocation source) => this with { Tag = NoTag, Source = SdpEndpoint.Host(source) };
}
