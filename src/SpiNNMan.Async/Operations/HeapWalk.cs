using System.Globalization;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>Reads the heaps of a chip. What it follows are addresses out of memory that anyone may have spoilt: reading where nothing is kills the monitor.</summary>
internal static class HeapWalk
{
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
        CheckIsMapped(chip, kind, address);
        byte[] bytes = await scamp.ReadMemoryAsync(chip, address, HeapHeader.Size, cancellationToken).ConfigureAwait(false);
        if (!HeapHeader.TryParse(bytes, out HeapHeader header, out PacketError error))
            throw new InvalidPacketException(error);

        var blocks = new List<HeapElement>();
        for (uint next = header.First; ;)
        {
            CheckIsMapped(chip, kind, next);
            HeapElement block = await ReadBlockAsync(scamp, chip, next, cancellationToken).ConfigureAwait(false);
            if (block.IsLast)
                return new ChipHeap(chip, kind, header, blocks);

            if (block.Size < 0)
                throw Damaged(chip, kind, next, string.Create(CultureInfo.InvariantCulture, $"the block after it is said to be at 0x{block.NextAddress:X8}"));

            blocks.Add(block);
            next = block.NextAddress;
        }
    }

    /// <summary>Reads the first words of a block.</summary>
    public static async Task<HeapElement> ReadBlockAsync(ScampConnection scamp, ChipLocation chip, uint address, CancellationToken cancellationToken)
    {
        byte[] bytes = await scamp.ReadMemoryAsync(chip, address, HeapElement.HeaderSize, cancellationToken).ConfigureAwait(false);
        return HeapElement.TryParse(address, bytes, out HeapElement block, out PacketError error) ? block : throw new InvalidPacketException(error);
    }

    private static void CheckIsMapped(ChipLocation chip, HeapKind kind, uint address)
    {
        if (!ChipAddress.IsMemory(address, HeapElement.HeaderSize) || address % sizeof(uint) != 0)
            throw Damaged(chip, kind, address, "no memory is there");
    }

    private static InvalidPacketException Damaged(ChipLocation chip, HeapKind kind, uint address, string problem) =>
        new(PacketError.BadValue(nameof(HeapElement), 0, problem), string.Create(CultureInfo.InvariantCulture, $"The {kind} heap of {chip} is damaged at 0x{address:X8}"));
}
