using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>A heap of a chip and all its blocks, as they were when they were read.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Kind">Which heap it is.</param>
/// <param name="Header">How the heap starts.</param>
/// <param name="Blocks">Its blocks by rising address, without the end mark.</param>
/// <remarks>Blocks are read one after the other: a heap that changes meanwhile is shown in part before and in part after. Protocol: models.md, "Heaps".</remarks>
public sealed record ChipHeap(ChipLocation Chip, HeapKind Kind, HeapHeader Header, IReadOnlyList<HeapElement> Blocks)
{
    /// <summary>Why there may be more blocks that could not be read: the heap was written over there. <see langword="null"/> in general.</summary>
    public string? Damage { get; init; }

    /// <summary>How many bytes are free, in all its free blocks.</summary>
    public long FreeBytes => Blocks.Where(static block => block.IsFree).Sum(static block => block.Size);

    /// <summary>How many bytes the largest free block has.</summary>
    public long LargestFree => Blocks.Where(static block => block.IsFree).Select(static block => block.Size).DefaultIfEmpty().Max();

    /// <summary>The blocks that applications have; with an identifier, those of that application.</summary>
    public IEnumerable<HeapElement> AllocatedBlocks(byte? applicationId = null) =>
        Blocks.Where(block => !block.IsFree && (applicationId ?? block.ApplicationId) == block.ApplicationId);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind} heap of {Chip}: {Blocks.Count} blocks, {FreeBytes} bytes free, {LargestFree} in one piece");
}
