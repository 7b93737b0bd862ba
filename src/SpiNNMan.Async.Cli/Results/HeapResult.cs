using SpiNNMan.Async.Memory;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A heap of a chip, as JSON.</summary>
internal sealed record HeapResult(int X, int Y, string Heap, long FreeBytes, long LargestFree, HeapBlockResult[] Blocks)
{
    public static HeapResult From(ChipHeap heap) => new(
        heap.Chip.X, heap.Chip.Y, heap.Kind.ToString(), heap.FreeBytes, heap.LargestFree,
        [.. heap.Blocks.Select(static block => new HeapBlockResult(block.BlockAddress + HeapElement.HeaderSize, block.Size, block.ApplicationId, block.Tag))]);
}
