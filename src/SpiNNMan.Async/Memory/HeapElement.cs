using System.Buffers.Binary;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Memory;

/// <summary>One block of a heap in a chip's memory.</summary>
/// <param name="BlockAddress">Where the block starts.</param>
/// <param name="NextAddress">Where the next block starts; 0 in the block that ends the heap.</param>
/// <param name="FreeWord">Whose block it is, or the next free one.</param>
/// <remarks>
/// <code>
/// 0  u32  next block
/// 4  u32  [31:16] 0xFFFF: allocated, [15:8] application, [7:0] tag; else free, and the address of the next free block or 0
/// 8  ..   the memory itself
/// </code>
/// Protocol: models.md, "Heaps".
/// </remarks>
public readonly record struct HeapElement(uint BlockAddress, uint NextAddress, uint FreeWord)
{
    /// <summary>The length in bytes of the header before the memory.</summary>
    public const int HeaderSize = 8;

    private const uint AllocatedMark = 0xFFFF;

    /// <summary>Whether this is the block that ends the heap; it holds nothing.</summary>
    public bool IsLast => NextAddress == 0;

    /// <summary>Whether the block is free.</summary>
    public bool IsFree => FreeWord >> 16 != AllocatedMark;

    /// <summary>The tag the block was allocated with, 0 for none; <see langword="null"/> if it is free.</summary>
    public byte? Tag => IsFree ? null : (byte)FreeWord;

    /// <summary>The application that has the block; <see langword="null"/> if it is free.</summary>
    public byte? ApplicationId => IsFree ? null : (byte)(FreeWord >> 8);

    /// <summary>How many bytes of memory the block has. It is below 0 in a damaged heap, and in the end mark.</summary>
    public long Size => (long)NextAddress - BlockAddress - HeaderSize;

    /// <summary>Reads the first words of a block; bytes after them are ignored.</summary>
    /// <param name="blockAddress">Where they were read from.</param>
    /// <param name="source">The bytes from there on.</param>
    /// <param name="element">The block.</param>
    /// <param name="error">The fault in the bytes.</param>
    /// <returns><see langword="false"/> if there are fewer than <see cref="HeaderSize"/> bytes.</returns>
    public static bool TryParse(uint blockAddress, ReadOnlySpan<byte> source, out HeapElement element, out PacketError error)
    {
        if (source.Length < HeaderSize)
        {
            element = default;
            error = PacketError.TooShort(nameof(HeapElement), source.Length, HeaderSize, source.Length);
            return false;
        }

        element = new HeapElement(blockAddress, BinaryPrimitives.ReadUInt32LittleEndian(source), BinaryPrimitives.ReadUInt32LittleEndian(source[4..]));
        error = default;
        return true;
    }
}
