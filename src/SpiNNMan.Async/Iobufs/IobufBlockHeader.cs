using System.Buffers.Binary;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Iobufs;

/// <summary>The header of each block of the text that a core printed.</summary>
/// <param name="Next">Address of the next block; 0 in the last one.</param>
/// <param name="UnixTime">When the block was begun, in seconds since 1970-01-01 UTC.</param>
/// <param name="Milliseconds">The milliseconds of that second.</param>
/// <param name="Length">How many bytes of text follow.</param>
/// <remarks>
/// <code>
///  0  u32  next block       4  u32  seconds since 1970
///  8  u32  milliseconds    12  u32  bytes of text
/// 16  ..   text
/// </code>
/// Protocol: models.md, "Printed text".
/// </remarks>
internal readonly record struct IobufBlockHeader(uint Next, uint UnixTime, uint Milliseconds, uint Length)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 16;

    /// <summary>Reads the header from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="Size"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out IobufBlockHeader header, out PacketError error)
    {
        if (source.Length < Size)
        {
            header = default;
            error = PacketError.TooShort(nameof(IobufBlockHeader), source.Length, Size, source.Length);
            return false;
        }

        header = new IobufBlockHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(source),
            BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[12..]));
        error = default;
        return true;
    }

    /// <summary>Writes the header to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Size"/>; nothing is written.</exception>
    public void Write(Span<byte> destination)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"The header takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        BinaryPrimitives.WriteUInt32LittleEndian(destination, Next);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], UnixTime);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Milliseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], Length);
    }
}
