using System.Buffers.Binary;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Memory;

/// <summary>The start of a heap in a chip's memory.</summary>
/// <param name="FirstFree">Address of the first free block.</param>
/// <param name="First">Address of the first block.</param>
/// <param name="Last">Address of the block that ends the heap; it holds nothing.</param>
/// <param name="FreeBytes">How many bytes are free.</param>
/// <remarks>
/// <code>
/// 0  u32  first free block     4  u32  first block
/// 8  u32  last block          12  u32  free bytes
/// </code>
/// Protocol: models.md, "Heaps".
/// </remarks>
public readonly record struct HeapHeader(uint FirstFree, uint First, uint Last, uint FreeBytes)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 16;

    /// <summary>Reads the header from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="Size"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out HeapHeader header, out PacketError error)
    {
        if (source.Length < Size)
        {
            header = default;
            error = PacketError.TooShort(nameof(HeapHeader), source.Length, Size, source.Length);
            return false;
        }

        header = new HeapHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(source),
            BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[12..]));
        error = default;
        return true;
    }
}
