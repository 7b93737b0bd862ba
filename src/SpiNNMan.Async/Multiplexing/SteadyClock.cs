namespace SpiNNMan.Async.Multiplexing;

/// <summary>The time since a connection was opened, in ticks of 100 ns. It does not go back when the <see cref="TimeProvider"/> does, except for small differences between threads.</summary>
internal sealed class SteadyClock(TimeProvider timeProvider)
{
    /// <summary>No timer is set for longer than this. A later deadline takes several timers.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    /// <summary>Threads that read the clock at the same time may see the times in any order. A step back of more than this is a leap.</summary>
    private static readonly long s_leap = TimeSpan.TicksPerSecond;

    private readonly Lock _gate = new();
    private readonly long _origin = timeProvider.GetTimestamp();
    private long _correction;
    private long _last;

    /// <summary>The time now.</summary>
    public long Now
    {
        get
        {
            long now = timeProvider.GetElapsedTime(_origin).Ticks + Volatile.Read(ref _correction);
            long last = Volatile.Read(ref _last);
            if (now >= last)
            {
                Volatile.Write(ref _last, now);
                return now;
            }

            return last - now < s_leap ? now : Correct();
        }
    }

    /// <summary>The clock has gone back. The time continues as if it had stood still.</summary>
    private long Correct()
    {
        lock (_gate)
        {
            long now = timeProvider.GetElapsedTime(_origin).Ticks + _correction;
            if (_last - now >= s_leap)
            {
                Volatile.Write(ref _correction, _correction + _last - now);
                now = _last;
            }

            return now;
        }
    }

    /// <summary>How long a timer waits from <paramref name="now"/> until <paramref name="deadline"/>.</summary>
    /// <remarks>Timers cut their times to milliseconds. Rounded down, they would come too early again and again.</remarks>
    public static TimeSpan WaitUntil(long deadline, long now)
    {
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(Math.Max(deadline - now, 0)).TotalMilliseconds));
        return wait < s_longestWait ? wait : s_longestWait;
    }
}
