namespace SpiNNMan.Async.Diagnostics;

/// <summary>Lets an event that may come thousands of times be logged once in an interval, and counts the times between. A field of its user, since each connection has several.</summary>
internal struct LogThrottle
{
    /// <summary>The time in which an event is logged once: a second.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _next;
    private long _leftOut;

    /// <summary>Counts the event, and says whether it is to be logged. Any thread may call it.</summary>
    /// <param name="time">The clock, always the same.</param>
    /// <param name="leftOut">How many events since the last one that was logged were not.</param>
    public bool TryPass(TimeProvider time, out long leftOut)
    {
        long now = time.GetTimestamp();
        long next = Volatile.Read(ref _next);
        if (now < next || Interlocked.CompareExchange(ref _next, now + (long)(Interval.TotalSeconds * time.TimestampFrequency), next) != next)
        {
            Interlocked.Increment(ref _leftOut);
            leftOut = 0;
            return false;
        }

        leftOut = Interlocked.Exchange(ref _leftOut, 0);
        return true;
    }
}
