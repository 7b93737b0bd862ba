namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The heap of a chip's SDRAM. All its data is in the chip's memory, where clients can read it, and damage it.</summary>
/// <remarks>
/// A heap starts with four words: its first free block, its first block, its last block and the number of free bytes. A block starts with two words.
/// The first word is the address of the next block. In a free block, the second word is the address of
/// the next free block. In a used block, its upper half is all ones, and its lower half has the application and the tag. The last block only marks the end.
/// </remarks>
internal sealed class SdramHeap(ChipMemory memory, uint heap, Action? awaitLock = null)
{
    private const uint HeaderSize = 8;
    private const uint Used = 0xFFFF0000;
    private const int LongestWalk = 1 << 20;

    private uint FirstFree
    {
        get => memory.ReadWord(heap);
        set => memory.WriteWord(heap, value);
    }

    private uint FirstBlock => memory.ReadWord(heap + 4);

    private uint LastBlock => memory.ReadWord(heap + 8);

    public uint FreeBytes
    {
        get => memory.ReadWord(heap + 12);
        private set => memory.WriteWord(heap + 12, value);
    }

    /// <summary>Takes the first block that is large enough.</summary>
    /// <returns>Its address, or 0 if there is none.</returns>
    public uint Allocate(uint size, byte application, byte tag)
    {
        if (size is 0 or > ChipAddresses.SdramSize)
            return 0;

        awaitLock?.Invoke();

        uint wanted = ((size + 3) & ~3u) + HeaderSize;
        uint previous = 0;
        var walk = new Walk();
        for (uint block = FirstFree; block != 0; previous = block, block = Link(block))
        {
            walk.Step();
            uint next = Next(block);
            uint length = next - block;
            if (length < wanted)
                continue;

            uint rest = Link(block);
            if (length - wanted > HeaderSize)
            {
                uint remainder = block + wanted;
                memory.WriteWord(remainder, next);
                memory.WriteWord(remainder + 4, rest);
                memory.WriteWord(block, remainder);
                length = wanted;
                rest = remainder;
            }

            if (previous == 0)
                FirstFree = rest;
            else
                memory.WriteWord(previous + 4, rest);

            memory.WriteWord(block + 4, Used | ((uint)application << 8) | tag);
            FreeBytes -= length;
            return block + HeaderSize;
        }

        return 0;
    }

    /// <summary>Whether an address can belong to an allocation. Nothing more is checked.</summary>
    public bool Contains(uint address) => (address & 3) == 0 && address >= FirstBlock + HeaderSize && address < LastBlock;

    /// <summary>The application and the tag of an allocation, in the two low bytes.</summary>
    public uint OwnerOf(uint address) => Link(address - HeaderSize);

    /// <summary>The size of an allocation in bytes.</summary>
    public uint SizeOf(uint address) => Next(address - HeaderSize) - address;

    /// <summary>Frees an allocation, without a check that it is one. Freeing it twice damages the heap.</summary>
    public void Free(uint address)
    {
        awaitLock?.Invoke();
        uint block = address - HeaderSize;
        uint previous = 0;
        uint following = FirstFree;
        var walk = new Walk();
        while (following != 0 && following < block)
        {
            walk.Step();
            previous = following;
            following = Link(following);
        }

        uint next = Next(block);
        FreeBytes += next - block;
        memory.WriteWord(block + 4, following);
        if (next == following)
        {
            memory.WriteWord(block, Next(following));
            memory.WriteWord(block + 4, Link(following));
        }

        if (previous == 0)
        {
            FirstFree = block;
        }
        else if (Next(previous) == block)
        {
            memory.WriteWord(previous, Next(block));
            memory.WriteWord(previous + 4, Link(block));
        }
        else
        {
            memory.WriteWord(previous + 4, block);
        }
    }

    /// <summary>The allocations of an application.</summary>
    public IReadOnlyList<uint> AllocationsOf(byte application)
    {
        var found = new List<uint>();
        var walk = new Walk();
        for (uint block = FirstBlock; Next(block) != 0; block = Next(block))
        {
            walk.Step();
            uint owner = Link(block);
            if ((owner & Used) == Used && (byte)(owner >> 8) == application)
                found.Add(block + HeaderSize);
        }

        return found;
    }

    /// <summary>The largest allocation that is possible now, in bytes.</summary>
    public uint LargestFree()
    {
        uint largest = 0;
        var walk = new Walk();
        for (uint block = FirstFree; block != 0; block = Link(block))
        {
            walk.Step();
            largest = Math.Max(largest, Next(block) - block - HeaderSize);
        }

        return largest;
    }

    private uint Next(uint block) => memory.ReadWord(block);

    private uint Link(uint block) => memory.ReadWord(block + 4);

    /// <summary>Notices a list that has no end.</summary>
    private struct Walk
    {
        private int _steps;

        public void Step()
        {
            if (++_steps > LongestWalk)
                throw new EndlessLoopException();
        }
    }
}
