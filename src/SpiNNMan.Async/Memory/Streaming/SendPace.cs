using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>How fast blocks go to a board. The pace follows the time that the board takes for a block: it shows in how late a question is answered that was sent behind blocks.</summary>
/// <remarks>
/// A question that is answered in one round trip found no queue: the board is faster than the host. One that is answered later waited behind the queue of the blocks: the time from the first block to the answer,
/// less a round trip, is what the blocks took. Losses alone do not slow the host down; losses behind a queue do, since the same measure counts only the blocks that arrived.
/// </remarks>
internal sealed class SendPace(TimeProvider time)
{
    /// <summary>How many blocks may go out at once. A board has buffers for some 32.</summary>
    private const int Burst = 24;

    /// <summary>A round of fewer blocks says nothing of the pace.</summary>
    private const int FewestToMeasure = 16;

    /// <summary>The queue that a faster pace may make during a round, in blocks.</summary>
    private const double WantedQueue = 8;

    private const double LargestStep = 0.25;
    private const int MostBlocks = 2048;
    private const int MostLost = 8;

    private static readonly TimeSpan s_shortest = TimeSpan.FromMicroseconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longestTransaction = TimeSpan.FromMilliseconds(120);

    private readonly long _least = ReferenceEquals(time, TimeProvider.System) ? time.TimestampFrequency / 1000 : 0;
    private TimeSpan? _roundTrip;
    private long _next;
    private int _size = Burst;
    private int _idleRounds;

    /// <summary>The time from one block to the next; 0 until it was measured.</summary>
    public TimeSpan Interval { get; private set; }

    /// <summary>The shortest time in which a question was answered.</summary>
    public TimeSpan RoundTrip => _roundTrip ?? TimeSpan.Zero;

    /// <summary>How many blocks the next transaction may have: few until the pace is known, and never so many that they take long.</summary>
    public int TransactionSize => Interval == TimeSpan.Zero ? Burst : (int)Math.Clamp(s_longestTransaction / Interval, Burst, _size);

    /// <summary>Waits until the next block may go. The system's clock counts milliseconds: blocks of the same millisecond go at once.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        long now = time.GetTimestamp();
        long step = (long)(Interval.TotalSeconds * time.TimestampFrequency);
        long due = Math.Max(_next, now - (Burst * step));
        _next = due + step;
        return due - now > _least ? Pause.PreciselyAsync(time.GetElapsedTime(now, due), time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Waits until the time of the last block is over, so that blocks that went early make no queue before a question.</summary>
    public Task SettleAsync(CancellationToken cancellationToken)
    {
        long now = time.GetTimestamp();
        return _next > now ? Pause.PreciselyAsync(time.GetElapsedTime(now, _next), time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>The next block is the first one of a round.</summary>
    public void Begin() => _next = time.GetTimestamp();

    /// <summary>A question was answered at once: there were no blocks before it.</summary>
    public void NoteRoundTrip(TimeSpan answer) => _roundTrip = _roundTrip is { } known && known < answer ? known : answer;

    /// <summary>A question behind blocks was answered.</summary>
    /// <param name="sending">The time from the first block to the question.</param>
    /// <param name="answer">The time from the question to its answer.</param>
    /// <param name="sent">How many blocks were sent.</param>
    /// <param name="lost">How many of them did not arrive.</param>
    public void NoteRound(TimeSpan sending, TimeSpan answer, int sent, int lost)
    {
        if (sent < FewestToMeasure)
            return;

        TimeSpan queue = answer - RoundTrip;
        NoteRoundTrip(answer);
        if (Interval == TimeSpan.Zero || queue > 2 * Interval)
        {
            _idleRounds = 0;
            Interval = Clamp((sending + (queue > TimeSpan.Zero ? queue : TimeSpan.Zero)) / Math.Max(1, sent - lost));
        }
        else
        {
            _idleRounds++;
            Interval = Clamp(Interval * (1 - Math.Min(LargestStep, WantedQueue / sent * _idleRounds)));
        }

        // Many losses make long lists: shorter transactions find a better pace sooner.
        _size = lost * MostLost > sent ? Math.Max(Burst, _size / 2) : Math.Min(MostBlocks, _size * 4);
    }

    private static TimeSpan Clamp(TimeSpan interval) => interval < s_shortest ? s_shortest : interval > s_longest ? s_longest : interval;
}
