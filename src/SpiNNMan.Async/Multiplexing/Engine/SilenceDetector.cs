namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Measures how long a board has been silent while this computer was listening, and when waiting requests are given up.</summary>
internal sealed class SilenceDetector(EngineSettings settings)
{
    /// <summary>How often at most the queue is searched for expired entries, in the time of one entry.</summary>
    private const int LooksThrough = 64;

    /// <summary>Requests behind a probe are given up after this part of their time.</summary>
    private const int Impatience = 8;

    private readonly long _patience = settings.GiveUpAfter.Ticks;
    private readonly long _lookEvery = settings.GiveUpAfter.Ticks / LooksThrough;

    /// <summary>When the last attempt without a reply ended.</summary>
    private long _lastTry = -1;

    /// <summary>When the last datagram came from the board; less than 0 if none ever came.</summary>
    public long LastReply { get; private set; } = -1;

    /// <summary>The number of attempts without a reply since then, one after the other.</summary>
    public int Tries { get; private set; }

    /// <summary>When the queue is searched next.</summary>
    public long QueueDue { get; private set; } = long.MaxValue;

    /// <summary>Whether enough attempts had no reply to give up a request.</summary>
    public bool IsSilent => Tries >= EngineSettings.LeastTries;

    /// <summary>Whether one more attempt without a reply gives up a request.</summary>
    public bool IsNearlySilent => Tries >= EngineSettings.LeastTries - 1;

    public void OnReply(long now)
    {
        LastReply = now;
        Tries = 0;
    }

    /// <summary>Records an attempt without a reply. Attempts at the same time count as one.</summary>
    public void CountTry(long sent, long now, int weight = 1)
    {
        if (sent < _lastTry)
            return;

        _lastTry = now;
        Tries += weight;
    }

    /// <summary>Whether enough attempts had no reply to give a request up.</summary>
    public bool HasTriedEnough(RecoveryState recovery) =>
        Math.Max(recovery.Heard + recovery.Refusals, Tries) >= (recovery.Allowance > TimeSpan.Zero ? 1 : EngineSettings.LeastTries);

    /// <summary>When an entry in the queue expires, if the board stays silent.</summary>
    public long DeadlineOf(QueueEntry entry, bool isProbing) =>
        Math.Max(entry.Called, LastReply) + (isProbing ? _patience / Impatience : _patience) + entry.Traits.Allowance.Ticks;

    /// <summary>Records that an entry joins the queue.</summary>
    /// <returns>The time of the next search, if it is earlier than before.</returns>
    public long? OnQueued(long now, bool isProbing)
    {
        long due = now + (isProbing ? _patience / Impatience : _patience);
        if (due >= QueueDue)
            return null;

        return QueueDue = due;
    }

    /// <summary>Records that the queue was searched.</summary>
    /// <param name="next">When the next entry expires.</param>
    /// <param name="now">The time.</param>
    public void OnLookedThrough(long next, long now) => QueueDue = next == long.MaxValue ? next : Math.Max(next, now + _lookEvery);
}
