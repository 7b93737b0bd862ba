using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>The parts of all chains that are followed in the memory of a chip. Together they take no more than the chip has, and no part lies over another.</summary>
/// <param name="time">The clock. Without one, the chains are followed for as long as they grow.</param>
/// <param name="most">The greatest number of parts of all chains.</param>
internal sealed class ChainParts(TimeProvider? time, int most)
{
    /// <summary>All memory of a chip that chains can be in.</summary>
    private const long MostBytes = (128 << 20) + (32 << 10);

    /// <summary>All memory of a chip is read in far less.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    private readonly SortedList<uint, Part> _parts = [];
    private readonly Lock _gate = new();
    private readonly long _start = time?.GetTimestamp() ?? 0;
    private long _bytes;

    /// <summary>Enters a part.</summary>
    /// <returns>Why it cannot be read; <see langword="null"/> if it can.</returns>
    public ChainRefusal? TryEnter(ChainGuard chain, uint address, uint length)
    {
        if (time?.GetElapsedTime(_start) > s_longest)
            return new ChainRefusal(string.Create(CultureInfo.InvariantCulture, $"reading it takes more than {s_longest.TotalMinutes} minutes"));

        lock (_gate)
        {
            if (_parts.Count >= most)
                return new ChainRefusal(string.Create(CultureInfo.InvariantCulture, $"it has more than {most} parts"));

            uint start = Canonical(address);
            int next = FindNext(start);
            if (next < _parts.Count && _parts.Keys[next] < start + length)
                return Overlap(chain, _parts.Values[next]);
            if (next > 0 && _parts.Values[next - 1].End > start)
                return Overlap(chain, _parts.Values[next - 1]);

            _parts.Add(start, new Part(start + length, chain));
            return Count(length);
        }
    }

    /// <summary>Makes a part longer that was entered.</summary>
    /// <returns>Why it cannot be read; <see langword="null"/> if it can.</returns>
    public ChainRefusal? TryExtend(ChainGuard chain, uint address, uint length)
    {
        lock (_gate)
        {
            uint start = Canonical(address);
            int index = _parts.IndexOfKey(start);
            if (index + 1 < _parts.Count && _parts.Keys[index + 1] < start + length)
                return new ChainRefusal("the memory behind it was read before") { IsOfOther = _parts.Values[index + 1].Chain != chain };

            Part part = _parts.Values[index];
            uint end = Math.Max(part.End, start + length);
            _parts.SetValueAtIndex(index, part with { End = end });
            return Count(end - part.End);
        }
    }

    /// <summary>Forgets the parts of a chain: its memory may have been freed, and belong to another by now.</summary>
    public void Forget(ChainGuard chain)
    {
        lock (_gate)
        {
            for (int index = _parts.Count - 1; index >= 0; index--)
            {
                if (_parts.Values[index].Chain != chain)
                    continue;

                _bytes -= _parts.Values[index].End - _parts.Keys[index];
                _parts.RemoveAt(index);
            }
        }
    }

    private static ChainRefusal Overlap(ChainGuard chain, Part part) => part.Chain == chain
        ? new ChainRefusal("this memory was read before")
        : new ChainRefusal("this memory is part of the text of another core") { IsOfOther = true };

    private ChainRefusal? Count(uint bytes) => (_bytes += bytes) <= MostBytes ? null : new ChainRefusal("it is longer than all memory");

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

    private readonly record struct Part(uint End, ChainGuard Chain);
}
