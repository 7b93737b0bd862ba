namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>For how long a board has been silent while this computer was listening, and what follows for those who wait.</summary>
internal sealed class SilenceDetector(EngineSettings settings)
{
    /// <summary>The queue is looked through for those whose time is up no oftener than so many times in the time of one.</summary>
    private const int LooksThrough = 64;

    /// <summary>What waits behind a probe is given up after this part of its time.</summary>
    private const int Impatience = 8;

    private readonly long _patience = settings.GiveUpAfter.Ticks;
    private readonly long _lookEvery = settings.GiveUpAfter.Ticks / LooksThrough;

    /// <summary>When the last attempt that was listened for in vain ended.</summary>
    private long _lastTry = -1;

    /// <summary>When anything came from the board last; less than 0 if nothing ever did.</summary>
    public long LastReply { get; private set; } = -1;

    /// <summary>Attempts, one after the other, that were listened for in vain since then.</summary>
    public int Tries { get; private set; }

    /// <summary>When the queue is to be looked through.</summary>
    public long QueueDue { get; private set; } = long.MaxValue;

    /// <summary>Whether enough was tried to give anything up.</summary>
    public bool IsSilent => Tries >= EngineSettings.LeastTries;

    /// <summary>Whether so much was tried that one more try gives something up.</summary>
    public bool IsNearlySilent => Tries >= EngineSettings.LeastTries - 1;

    public void OnReply(long now)
    {
        LastReply = now;
        Tries = 0;
    }

    /// <summary>An attempt was listened for in vain. Those that were under way together count as one.</summary>
    public void CountTry(long sent, long now, int weight = 1)
    {
        if (sent < _lastTry)
            return;

        _lastTry = now;
        Tries += weight;
    }

    /// <summary>Whether enough attempts were listened for in vain to give a request up.</summary>
    public bool HasTriedEnough(RecoveryState recovery) =>
        Math.Max(recovery.Heard + recovery.Refusals, Tries) >= (recovery.Allowance > TimeSpan.Zero ? 1 : EngineSettings.LeastTries);

    /// <summary>When the time of something in the queue is up, if the board goes on being silent.</summary>
    public long DeadlineOf(QueueEntry entry, bool isProbing) =>
        Math.Max(entry.Called, LastReply) + (isProbing ? _patience / Impatience : _patience) + entry.Traits.TimeoutClass.Allowance.Ticks;

    /// <summary>Something joins the queue.</summary>
    /// <returns>When the queue is to be looked through, if sooner than before.</returns>
    public long? OnQueued(long now, bool isProbing)
    {
        long due = now + (isProbing ? _patience / Impatience : _patience);
        if (due >= QueueDue)
            return null;

        return QueueDue = due;
    }

    /// <summary>The queue was looked through.</summary>
    /// <param name="next">When the next one's time is up.</param>
    /// <param name="now">The time.</param>
    public void OnLookedThrough(long next, long now) => QueueDue = next == long.MaxValue ? next : Math.Max(next, now + _lookEvery);
}
