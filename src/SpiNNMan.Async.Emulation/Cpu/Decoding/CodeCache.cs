using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Decoded code of a whole machine: cores that have the same bytes at the same address share the page. Safe for several threads.</summary>
internal sealed class CodeCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(uint Address, bool IsThumb, ulong Hash), WeakReference<CodePage>> _pages = [];
    private int _sweepAt = 1024;
    private long _hotSpots;

    /// <summary>How many pages are known, those included that no core uses any more.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _pages.Count;
        }
    }

    /// <summary>How many places were found to be executed often.</summary>
    public long HotSpots => Interlocked.Read(ref _hotSpots);

    /// <summary>The page with these bytes at this address; decodes it if nobody has before.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="thumb">Whether its instructions are Thumb.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>The page.</returns>
    public CodePage Find(uint address, bool thumb, ReadOnlySpan<byte> content)
    {
        var key = (address, thumb, Hash(content));
        lock (_lock)
        {
            if (_pages.TryGetValue(key, out WeakReference<CodePage>? known) && known.TryGetTarget(out CodePage? page) && page.Content.SequenceEqual(content))
                return page;
            page = new CodePage(address, thumb, content);
            _pages[key] = new WeakReference<CodePage>(page);
            if (_pages.Count > _sweepAt) Sweep();
            return page;
        }
    }

    /// <summary>Says that an address is executed often.</summary>
    /// <param name="page">Its page, if the core that says so has it.</param>
    /// <param name="address">The address.</param>
    public void IsHot(CodePage? page, uint address)
    {
        if (page != null && page.Contains(address)) Interlocked.Increment(ref _hotSpots);
    }

    private static ulong Hash(ReadOnlySpan<byte> content)
    {
        ulong hash = 0x9e3779b97f4a7c15;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(content))
        {
            hash = (hash ^ word) * 0xff51afd7ed558ccd;
            hash ^= hash >> 32;
        }

        return hash;
    }

    private void Sweep()
    {
        foreach (var key in _pages.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToList())
            _pages.Remove(key);
        _sweepAt = Math.Max(1024, _pages.Count * 2);
    }
}
