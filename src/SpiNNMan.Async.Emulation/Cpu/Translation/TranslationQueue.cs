using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Translates code that is executed often, one region at a time, so that compiling does not take all processors from the threads that run cores.</summary>
internal sealed class TranslationQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<HotSpot> _waiting = [];
    private readonly TranslationMode _mode;
    private bool _isWorking;
    private long _translated;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="mode">The thread that translates.</param>
    public TranslationQueue(TranslationMode mode) => _mode = mode;

    /// <summary>How many regions are translated.</summary>
    public long Translated => Interlocked.Read(ref _translated);

    /// <summary>The last failure, if there was one.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Lets the translator be ready for the first place, unless it translates at once.</summary>
    public void Prepare()
    {
        if (_mode == TranslationMode.Background) WarmUp.Begin();
    }

    /// <summary>Adds a place. In immediate mode it is translated at once.</summary>
    public void Add(HotSpot spot)
    {
        lock (_lock)
        {
            if (_mode == TranslationMode.Immediate)
            {
                Translate(spot);
                return;
            }

            _waiting.Enqueue(spot);
            if (_isWorking) return;
            _isWorking = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(queue => queue.Work(), this, preferLocal: false);
    }

    private void Work()
    {
        while (true)
        {
            HotSpot? spot;
            lock (_lock)
            {
                if (!_waiting.TryDequeue(out spot))
                {
                    _isWorking = false;
                    return;
                }
            }

            try
            {
                Translate(spot);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // Code that cannot be translated is always interpreted: slower, with the same result.
                Failure = failure;
            }
        }
    }

    private void Translate(HotSpot spot)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported) return;
        if (!spot.Known.TryGetValue(spot.Address & ~(CodePage.Size - 1), out CodePage? home) || home.HasEntry(spot.Address)) return;
        if (RegionFinder.FindAround(spot) is not { } region) return;
        TranslatedRegion translated = Translator.Translate(region);
        int number = 0;
        foreach (uint entry in region.Entries)
        {
            region.Pages.First(page => page.Contains(entry)).Enter(entry, translated, number);
            number++;
        }

        Interlocked.Increment(ref _translated);
    }
}
