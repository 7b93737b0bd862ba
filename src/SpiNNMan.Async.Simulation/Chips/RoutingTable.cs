using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>A chip's 1024 multicast entries: the copy in memory, in which blocks are allocated, and the router's own.</summary>
internal sealed class RoutingTable(ChipMemory memory, RouterRegisters router, Action? awaitLock = null)
{
    public const int Entries = 1024;
    public const uint EntrySize = 16;

    private const uint FirstFreeAddress = ChipAddresses.SystemVariables + 0xE0;
    private const ushort UsedFlag = 0x8000;
    private const uint NoRoute = 0xFF000000;
    private const uint NoKey = 0xFFFFFFFF;

    private int FirstFree
    {
        get => memory.ReadHalf(FirstFreeAddress);
        set => memory.WriteHalf(FirstFreeAddress, (ushort)value);
    }

    /// <summary>Takes the first free block of at least that many entries.</summary>
    /// <returns>Its first entry, or 0 if there is none.</returns>
    public int Allocate(uint count, byte application)
    {
        if (count is 0 or >= Entries)
            return 0;

        awaitLock?.Invoke();
        int previous = 0;
        int steps = 0;
        for (int block = FirstFree; block != 0; previous = block, block = Link(block))
        {
            Guard(ref steps);
            int length = Next(block) - block;
            if (length < count)
                continue;

            int rest = Link(block);
            if (length > count)
            {
                int remainder = block + (int)count;
                SetNext(remainder, Next(block));
                SetLink(remainder, rest);
                SetNext(block, remainder);
                rest = remainder;
            }

            Relink(previous, rest);
            SetLink(block, UsedFlag | application);
            return block;
        }

        return 0;
    }

    /// <summary>Frees a block. Numbers that are not a block are ignored.</summary>
    public void Free(uint first, bool clear)
    {
        if (first is 0 or >= Entries || (Link((int)first) & UsedFlag) == 0 || Next((int)first) == 0)
            return;

        awaitLock?.Invoke();
        int block = (int)first;
        if (clear)
            Clear(block, Next(block) - block);

        int previous = 0;
        int following = FirstFree;
        int steps = 0;
        while (following != 0 && following < block)
        {
            Guard(ref steps);
            previous = following;
            following = Link(following);
        }

        SetLink(block, following);
        Relink(previous, block);
        Merge(block);
        if (previous != 0)
            Merge(previous);
    }

    /// <summary>Frees all blocks of an application.</summary>
    /// <returns>How many there were.</returns>
    public int FreeAll(byte application, bool clear)
    {
        var blocks = new List<int>();
        for (int block = 1; block is > 0 and < Entries; block = Next(block) > block ? Next(block) : 0)
        {
            if ((Link(block) & UsedFlag) != 0 && (byte)Link(block) == application)
                blocks.Add(block);
        }

        foreach (int block in blocks)
            Free((uint)block, clear);
        return blocks.Count;
    }

    /// <summary>The most entries that can be allocated in one block now.</summary>
    public int LargestFree()
    {
        int largest = 0;
        int steps = 0;
        for (int block = FirstFree; block != 0; block = Link(block))
        {
            Guard(ref steps);
            largest = Math.Max(largest, Next(block) - block);
        }

        return largest;
    }

    /// <summary>Clears every block and every entry except the system's own.</summary>
    public void Initialise()
    {
        Clear(1, Entries - 1);
        for (int entry = 2; entry < Entries; entry++)
        {
            SetNext(entry, 0);
            SetLink(entry, UsedFlag);
        }

        SetNext(1, Entries);
        SetLink(1, 0);
        FirstFree = 1;
    }

    /// <summary>Clears the entries that exist of a range. The ends of blocks are in memory, where clients can damage them.</summary>
    public void Clear(int first, int count)
    {
        for (int entry = first; entry < Math.Min(first + count, Entries); entry++)
            SetEntry(entry, NoRoute, NoKey, 0);
    }

    /// <summary>Loads one entry for an application.</summary>
    public void Load(int entry, byte application, uint route, uint key, uint mask)
    {
        SetLink(entry, UsedFlag | application);
        SetEntry(entry, route, key, mask);
    }

    private static uint AddressOf(int entry) => ChipAddresses.RouterCopy + ((uint)entry * EntrySize);

    private static void Guard(ref int steps)
    {
        if (++steps > Entries)
            throw new EndlessLoopException();
    }

    private int Next(int entry) => memory.ReadHalf(AddressOf(entry));

    private int Link(int entry) => memory.ReadHalf(AddressOf(entry) + 2);

    private void SetNext(int entry, int value) => memory.WriteHalf(AddressOf(entry), (ushort)value);

    private void SetLink(int entry, int value) => memory.WriteHalf(AddressOf(entry) + 2, (ushort)value);

    private void Relink(int previous, int block)
    {
        if (previous == 0)
            FirstFree = block;
        else
            SetLink(previous, block);
    }

    /// <summary>Joins a free block with the block after it, if that is free as well.</summary>
    private void Merge(int block)
    {
        int following = Link(block);
        if (following == 0 || Next(block) != following)
            return;

        SetNext(block, Next(following));
        SetLink(block, Link(following));
        SetLink(following, UsedFlag);
        SetNext(following, 0);
    }

    private void SetEntry(int entry, uint route, uint key, uint mask)
    {
        Span<byte> words = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(words, route);
        BinaryPrimitives.WriteUInt32LittleEndian(words[4..], key);
        BinaryPrimitives.WriteUInt32LittleEndian(words[8..], mask);
        memory.TryWrite(0, AddressOf(entry) + 4, words, AccessUnit.Word);
        router.SetEntry(entry, route, key, mask);
    }
}
