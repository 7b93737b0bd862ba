using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Bounds a walk along a chain in the memory of a chip. A program may have overwritten its pointers. The walk ends at an address without memory, at a part that overlaps an earlier one, and at
/// a chain that is longer than possible.</summary>
/// <param name="time">The clock. Without one, the chain is followed for as long as it grows.</param>
/// <param name="most">The greatest number of parts of a chain.</param>
internal sealed class ChainGuard(TimeProvider? time, int most = ChainGuard.MostParts)
{
    /// <summary>More blocks of printed text than fit into a chip, unless the blocks are a hundred times smaller than usual.</summary>
    public const int MostParts = 1 << 16;

    /// <summary>All memory of a chip that chains can be in.</summary>
    private const long MostBytes = (128 << 20) + (32 << 10);

    /// <summary>All memory of a chip is read in far less.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    private readonly SortedList<uint, uint> _parts = [];
    private readonly long _start = time?.GetTimestamp() ?? 0;
    private long _bytes;

    /// <summary>Why the chain was not followed to its end; <see langword="null"/> if it was, as far as is known.</summary>
    public string? Damage { get; private set; }

    /// <summary>Enters a part of the chain.</summary>
    /// <param name="address">Where it starts.</param>
    /// <param name="length">The length that is known so far.</param>
    /// <returns>Whether it can be read and was not read before.</returns>
    public bool TryEnter(uint address, uint length)
    {
        if (Damage is not null)
            return false;

        if (address % sizeof(uint) != 0 || !ChipAddress.IsMemory(address, length))
            return Fail(address, "no memory is there");

        if (_parts.Count >= most)
            return Fail(address, string.Create(CultureInfo.InvariantCulture, $"it has more than {most} parts"));

        if (time?.GetElapsedTime(_start) > s_longest)
            return Fail(address, string.Create(CultureInfo.InvariantCulture, $"reading it takes more than {s_longest.TotalMinutes} minutes"));

        uint start = Canonical(address);
        int next = FindNext(start);
        if ((next < _parts.Count && _parts.Keys[next] < start + length) || (next > 0 && _parts.Values[next - 1] > start))
            return Fail(address, "this memory was read before");

        _parts.Add(start, start + length);
        return Count(address, length);
    }

    /// <summary>Enters the header of a block. All of the block must be in memory, however little of it is used yet.</summary>
    public bool TryEnterBlock(uint address, uint headerSize, uint blockSize) =>
        ChipAddress.IsMemory(address, headerSize + blockSize) ? TryEnter(address, headerSize) : Fail(address, "no memory is there");

    /// <summary>Makes a part longer that was entered.</summary>
    /// <returns>Whether all of it can be read and was not read before.</returns>
    public bool TryExtend(uint address, uint length)
    {
        if (Damage is not null)
            return false;

        uint start = Canonical(address);
        int index = _parts.IndexOfKey(start);
        if (!ChipAddress.IsMemory(address, length))
            return Fail(address, "it goes beyond the end of the memory");

        if (index + 1 < _parts.Count && _parts.Keys[index + 1] < start + length)
            return Fail(address, "the memory behind it was read before");

        uint more = start + length - _parts.Values[index];
        _parts.SetValueAtIndex(index, Math.Max(_parts.Values[index], start + length));
        return Count(address, more);
    }

    /// <summary>Notes another reason why the chain is not followed.</summary>
    /// <returns><see langword="false"/>.</returns>
    public bool Fail(uint address, string reason)
    {
        Damage ??= string.Create(CultureInfo.InvariantCulture, $"It could only be followed to 0x{address:X8}: {reason}.");
        return false;
    }

    private bool Count(uint address, uint bytes) => (_bytes += bytes) <= MostBytes || Fail(address, "it is longer than all memory");

    /// <summary>The same memory is at two addresses, with and without the write buffer.</summary>
    private static uint Canonical(uint address) => address switch
    {
        >= MemoryMap.SystemRamUnbuffered and < MemoryMap.SystemRamUnbuffered + (1 << 20) => address - MemoryMap.SystemRamUnbuffered + MemoryMap.SystemRam,
        >= MemoryMap.SdramUnbuffered and < MemoryMap.SdramUnbuffered + (128 << 20) => address - MemoryMap.SdramUnbuffered + MemoryMap.Sdram,
        _ => address,
    };

    private int FindNext(uint start)
    {
        int low = 0;
        for (int high = _parts.Count; low < high;)
        {
            int middle = (low + high) / 2;
            if (_parts.Keys[middle] < start)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
