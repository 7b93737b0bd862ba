using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpiNNMan.Async.Emulation.Cpu.Translation;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>The decoded code of a whole machine. Cores with the same bytes at the same address share the page. Safe for several threads.</summary>
internal sealed class CodeCache
{
    /// <summary>How often a branch backwards, or a call, is taken before its target is translated.</summary>
    public const uint DefaultThreshold = 500;

    private const int EntrySlots = 1024;

    private readonly Lock _lock = new();
    private readonly TranslationQueue? _queue;
    private readonly uint _threshold;
    private readonly Dictionary<(uint Address, bool IsThumb, ulong Hash), WeakReference<CodePage>> _pages = [];
    private readonly RegionEntry?[] _entries = new RegionEntry?[EntrySlots];
    private int _sweepAt = 1024;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="mode">When code is translated.</param>
    /// <param name="threshold">How often a branch backwards, or a call, is taken before its target is translated.</param>
    public CodeCache(TranslationMode mode = TranslationMode.Background, uint threshold = DefaultThreshold)
    {
        if (mode != TranslationMode.Off && Translator.IsSupported) _queue = new TranslationQueue(mode);
        _threshold = threshold;
    }

    /// <summary>How many pages are known, including pages that no core uses any more.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _pages.Count;
        }
    }

    /// <summary>How many regions are translated.</summary>
    public long Translated => _queue?.Translated ?? 0;

    /// <summary>Why code could not be translated, if that happened. The code is then interpreted.</summary>
    public Exception? TranslationFailure => _queue?.Failure;

    /// <summary>Says that a chip will execute code of the cache soon.</summary>
    public void Prepare() => _queue?.Prepare();

    /// <summary>The page with these bytes at this address. It is decoded at its first use.</summary>
    /// <param name="address">The address of the page.</param>
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
            page = new CodePage(address, thumb, content, _threshold);
            _pages[key] = new WeakReference<CodePage>(page);
            if (_pages.Count > _sweepAt) Sweep();
            return page;
        }
    }

    /// <summary>Reports that an address is executed often.</summary>
    /// <param name="address">The address.</param>
    /// <param name="thumb">Whether it is Thumb code.</param>
    /// <param name="known">The pages that the core has decoded, by address.</param>
    public void IsHot(uint address, bool thumb, IReadOnlyDictionary<uint, CodePage> known)
    {
        if (_queue == null) return;
        _queue.Add(new HotSpot(address, thumb, known));
    }

    /// <summary>The entry of translated code at an instruction, if it was looked for lately. An entry keeps its instruction alive, so no other can have the same place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe RegionEntry? EntryAt(Op* op) => _entries[SlotOf((nint)op)] is { } entry && entry.Op == (nint)op ? entry : null;

    /// <summary>Remembers an entry that was looked for.</summary>
    public void Remember(RegionEntry entry) => _entries[SlotOf(entry.Op)] = entry;

    private static unsafe int SlotOf(nint op) => (int)(op / sizeof(Op)) & (EntrySlots - 1);

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
