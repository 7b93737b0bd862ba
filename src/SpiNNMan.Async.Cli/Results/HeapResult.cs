using SpiNNMan.Async.Memory;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A heap of a chip, as JSON.</summary>
internal sealed record HeapResult(int X, int Y, string Heap, long FreeBytes, long LargestFreeBytes, IReadOnlyList<HeapBlockResult> Blocks)
{
    /// <param name="heap">The heap.</param>
    /// <param name="name">The name of the heap, as it is written on the command line.</param>
    public static HeapResult From(ChipHeap heap, string name) => new(
        heap.Chip.X, heap.Chip.Y, name, heap.FreeBytes, heap.LargestFree,
        [.. heap.Blocks.Select(static block => new HeapBlockResult(block.BlockAddress + HeapElement.HeaderSize, block.Size, block.ApplicationId, block.Tag))]);
}
