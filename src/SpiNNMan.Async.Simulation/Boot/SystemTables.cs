using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>Writes the tables that a booted monitor leaves in memory: system variables, heaps, the copy of the routing table.</summary>
/// <remarks>The block from the host decides most of the first half of the system variables, as on a board.</remarks>
internal static class SystemTables
{
    private const uint FaultListPointer = ChipAddresses.SystemVariables + 0xF8;
    private const uint HeapHeaderSize = 16;
    private const uint HeapBlockHeaderSize = 8;

    /// <summary>The start of the heap for applications, after the words that the host reserved.</summary>
    public static uint SdramHeap(ReadOnlySpan<byte> block) =>
        ChipAddresses.SdramUser + (4 * BinaryPrimitives.ReadUInt32LittleEndian(block[BootBlock.SdramHeapWords..]));

    /// <summary>Makes the memory that is the same on every chip.</summary>
    public static MemoryImage MakeImage(ReadOnlySpan<byte> block, FirmwareProfile firmware)
    {
        var router = new RouterRegisters(static () => [], static () => [], first: default, new DiagnosticCounters());
        var memory = new ChipMemory(image: null, router, router, static _ => { }, static _ => { });
        WriteHeaps(memory, SdramHeap(block));
        WriteRouterCopy(memory);
        MonitorCode.Write(memory);
        ApplicationData.WriteStubs(memory, (1u << ChipAddresses.MaxCores) - 2);
        memory.WriteBytes(ChipAddresses.HopTable, MakeHopTable());
        memory.WriteBytes(ChipAddresses.SdramSystem, AplxImage.MakeStub(firmware.BuildDate + 1));
        return memory.Image;
    }

    /// <summary>Writes the values that differ from chip to chip.</summary>
    public static void Write(ChipMemory memory, ChipIdentity chip, ReadOnlySpan<byte> block, FirmwareProfile firmware, uint random)
    {
        Span<byte> sv = stackalloc byte[(int)ChipAddresses.SystemVariablesSize];
        sv.Clear();
        block.CopyTo(sv);
        WritePlace(sv, chip, firmware);
        WritePointers(sv, block);
        LiveVariables.WriteCores(sv, chip.Cores.AsSpan());
        BinaryPrimitives.WriteUInt32LittleEndian(sv[0x3C..], random);
        if (firmware.AlignsClocks)
            BinaryPrimitives.WriteUInt32LittleEndian(sv[0x44..], SyncAlignment(chip.Hops));

        BinaryPrimitives.WriteUInt32LittleEndian(sv[0xFC..], firmware.Number);
        memory.WriteBytes(ChipAddresses.SystemVariables, sv);
        memory.WriteWord(ChipAddresses.RouterCopy + 4, (1u << 6) | chip.ChildLinks);
        memory.WriteWord(ChipAddresses.RouterCopy + 8, firmware.SystemRoute.Key);
        memory.WriteWord(ChipAddresses.RouterCopy + 12, firmware.SystemRoute.Mask);
    }

    /// <summary>Writes the distances from a chip to the other chips.</summary>
    public static void WriteHopTable(ChipMemory memory, IEnumerable<(ushort Address, int Hops)> distances)
    {
        foreach ((ushort address, int hops) in distances)
            memory.WriteWord(ChipAddresses.HopTable + (uint)(address * sizeof(uint)), (uint)hops);
    }

    /// <summary>The table of a chip that knows no other chip.</summary>
    private static byte[] MakeHopTable()
    {
        const uint unknown = 0x8000FFFF;
        const int entries = 1 << 16;
        var table = new byte[entries * sizeof(uint)];
        for (int entry = 0; entry < entries; entry++)
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(entry * sizeof(uint)), unknown);

        return table;
    }

    /// <summary>Copies the list of faulty parts of a board to the address where its chips look for it.</summary>
    public static void WriteFaultList(ChipMemory memory, SerialRom rom)
    {
        Span<byte> list = stackalloc byte[Blacklist.Size];
        rom.Flash.Read(SerialRom.FaultList, list);
        if (!Blacklist.IsList(list))
            return;

        memory.WriteBytes(ChipAddresses.FaultList, list);
        memory.WriteWord(FaultListPointer, ChipAddresses.FaultList);
    }

    private static void WritePlace(Span<byte> sv, ChipIdentity chip, FirmwareProfile firmware)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(sv, chip.Address);
        BinaryPrimitives.WriteUInt16LittleEndian(sv[0x02..], chip.Dimensions);
        BinaryPrimitives.WriteUInt16LittleEndian(sv[0x04..], chip.EthernetChipAddress);
        sv[0x06] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(sv[0x08..], chip.EthernetChipAddress);
        sv[0x0B] = (byte)(chip.EthernetAddress.IsEmpty ? 0 : 1);
        sv[0x2D] = LiveVariables.Initialised;
        BinaryPrimitives.WriteUInt16LittleEndian(sv[0x2E..], chip.RootAddress);
        sv[BootBlock.RootChip] = (byte)(chip.IsRoot ? 1 : 0);
        sv[0x65] = firmware.KeepsLinksAsSet ? sv[0x65] : chip.Links;
        BinaryPrimitives.WriteUInt16LittleEndian(sv[0xE2..], (ushort)chip.ChipCount);
        chip.EthernetAddress.Span.CopyTo(sv[0xF0..]);
        sv[0x0F] = firmware.TimePhaseScale;
        sv[0xBE] = (byte)chip.Local.Y;
        sv[0xBF] = (byte)chip.Local.X;
    }

    private static void WritePointers(Span<byte> sv, ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<(int Offset, uint Value)> pointers =
        [
            (0x48, ChipAddresses.SystemRamHeap), (0x4C, SdramHeap(block)), (0x54, ChipAddresses.Sdram), (0x68, ChipAddresses.SharedMessages),
            (0xC0, ChipAddresses.SdramUser), (0xC4, ChipAddresses.SystemRamUser), (0xC8, ChipAddresses.SdramSystem), (0xCC, ChipAddresses.VcpuBase),
            (0xD0, ChipAddresses.SystemHeap), (0xD4, ChipAddresses.RouterCopy), (0xD8, ChipAddresses.HopTable), (0xDC, ChipAddresses.AllocationTags),
            (0xE0, 1), (0xE4, ChipAddresses.ApplicationData), (0xE8, ChipAddresses.SharedMessages),
        ];
        foreach ((int offset, uint value) in pointers)
        {
            if (offset == 0xE0)
                BinaryPrimitives.WriteUInt16LittleEndian(sv[offset..], (ushort)value);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(sv[offset..], value);
        }
    }

    /// <summary>How long the chip waits after a time beacon, in microseconds. The wait is shorter the farther the chip is from the root.</summary>
    private static uint SyncAlignment(int hops)
    {
        int n = hops + 1;
        return (uint)(155 - (((500 * n) + (900 * (n / 8))) >> 10));
    }

    private static void WriteHeaps(ChipMemory memory, uint sdramHeap)
    {
        // The monitor's own allocations: the messages that cores share, and its tables.
        WriteHeap(memory, ChipAddresses.SystemRamHeap, top: ChipAddresses.VcpuBase, [0xE5001110, 0xE5001914]);
        WriteHeap(memory, sdramHeap, top: ChipAddresses.SdramSystem, [sdramHeap + HeapHeaderSize]);
        WriteHeap(memory, ChipAddresses.SystemHeap, top: 0x68000000, [0x67840010, 0x67880018, 0x67884030, 0x678C4038, 0x678C4840, 0x678C4C48, 0x678CCC50]);
    }

    /// <summary>Writes a heap in which all blocks are in use except the last one.</summary>
    private static void WriteHeap(ChipMemory memory, uint heap, uint top, ReadOnlySpan<uint> blocks)
    {
        const uint usedBySystem = 0xFFFF0000;
        uint free = blocks[^1];
        uint last = top - HeapBlockHeaderSize;
        memory.WriteWord(heap, free);
        memory.WriteWord(heap + 4, blocks[0]);
        memory.WriteWord(heap + 8, last);
        memory.WriteWord(heap + 12, last - free - HeapBlockHeaderSize);
        for (int i = 0; i < blocks.Length; i++)
        {
            bool isFree = i == blocks.Length - 1;
            memory.WriteWord(blocks[i], isFree ? last : blocks[i + 1]);
            memory.WriteWord(blocks[i] + 4, isFree ? 0 : usedBySystem);
        }
    }

    private static void WriteRouterCopy(ChipMemory memory)
    {
        const int entries = 1024;
        const int entrySize = 16;
        var table = new byte[(entries + 1) * entrySize];
        for (int i = 1; i < entries; i++)
        {
            Span<byte> entry = table.AsSpan(i * entrySize);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 0x8000);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], 0xFF000000);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], 0xFFFFFFFF);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(2), 0x8000);
        BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(entrySize), entries);
        BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(entrySize + 2), 0);
        memory.WriteBytes(ChipAddresses.RouterCopy, table);
    }
}
