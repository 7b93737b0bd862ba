using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Memory;

/// <summary>Reads the heaps of a chip. It follows addresses that programs may have overwritten, and checks each: reading an address without memory kills the monitor.</summary>
internal static class HeapWalk
{
    /// <summary>More than programs allocate: with so many, nearly every word of the memory would say where the next is.</summary>
    private const int MostBlocks = 1 << 18;

    private const long MostBytes = 128 << 20;

    public static async Task<ChipHeap> RunAsync(ScampConnection scamp, ChipLocation chip, HeapKind kind, CancellationToken cancellationToken)
    {
        SystemVariable variable = kind switch
        {
            HeapKind.Sdram => SystemVariable.SdramHeap,
            HeapKind.SystemRam => SystemVariable.SystemRamHeap,
            HeapKind.SystemSdram => SystemVariable.SystemHeap,
            _ => throw new InvalidParameterException(nameof(kind), kind, "it must be one of the heaps of a chip"),
        };
        uint address = await scamp.ReadWordAsync(chip, variable.Address, cancellationToken).ConfigureAwait(false);
        var guard = new ChainGuard(scamp.Settings.TimeProvider, MostBlocks);
        if (!guard.TryEnter(address, HeapHeader.Size))
            return new ChipHeap(chip, kind, default, []) { Damage = guard.Damage };

        byte[] bytes = await scamp.ReadMemoryAsync(chip, address, HeapHeader.Size, cancellationToken).ConfigureAwait(false);
        if (!HeapHeader.TryParse(bytes, out HeapHeader header, out PacketError error))
            throw new InvalidPacketException(error);

        var blocks = new List<HeapElement>();
        for (uint next = header.First; guard.TryEnter(next, HeapElement.HeaderSize);)
        {
            HeapElement block = await ReadBlockAsync(scamp, chip, next, cancellationToken).ConfigureAwait(false);
            if (block.IsLast)
                break;

            if (block.Size < 0 || block.Size > MostBytes)
            {
                guard.Fail(next, string.Create(CultureInfo.InvariantCulture, $"its header puts the next block at 0x{block.NextAddress:X8}"));
                break;
            }

            blocks.Add(block);
            next = block.NextAddress;
        }

        return new ChipHeap(chip, kind, header, blocks) { Damage = guard.Damage };
    }

    /// <summary>Reads the first words of a block.</summary>
    public static async Task<HeapElement> ReadBlockAsync(ScampConnection scamp, ChipLocation chip, uint address, CancellationToken cancellationToken)
    {
        byte[] bytes = await scamp.ReadMemoryAsync(chip, address, HeapElement.HeaderSize, cancellationToken).ConfigureAwait(false);
        return HeapElement.TryParse(address, bytes, out HeapElement block, out PacketError error) ? block : throw new InvalidPacketException(error);
    }
}
