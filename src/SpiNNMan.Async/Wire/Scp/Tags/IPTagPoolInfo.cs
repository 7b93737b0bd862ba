namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>How many IP tags a chip has, and how long those it makes for replies live.</summary>
/// <param name="TransientTimeout">How long a tag made for a reply lives; before the change, if one was asked for.</param>
/// <param name="EntrySize">The length of a tag record in bytes: 32.</param>
/// <param name="PoolSize">How many tags there are for replies: 8, numbered 8 to 15.</param>
/// <param name="FixedSize">How many tags can be set: 8, numbered 0 to 7.</param>
/// <remarks>Four bytes in this order. Protocol: scp.md, "IP tags".</remarks>
public readonly record struct IPTagPoolInfo(IPTagTimeout TransientTimeout, byte EntrySize, byte PoolSize, byte FixedSize)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 4;

    /// <summary>Reads the four bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out IPTagPoolInfo info, out PacketError error)
    {
        bool whole = source.Length >= Size;
        info = whole ? new IPTagPoolInfo((IPTagTimeout)source[0], source[1], source[2], source[3]) : default;
        error = whole ? default : PacketError.TooShort(nameof(IPTagPoolInfo), source.Length, Size, source.Length);
        return whole;
    }

    /// <summary>Writes the four bytes.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Size"/>.</exception>
    public void Write(Span<byte> destination)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"The pool's description takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        destination[3] = FixedSize;
        destination[2] = PoolSize;
        destination[1] = EntrySize;
        destination[0] = (byte)TransientTimeout;
    }
}
