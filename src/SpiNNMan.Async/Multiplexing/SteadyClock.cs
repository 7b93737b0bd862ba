namespace SpiNNMan.Async.Multiplexing;

/// <summary>The time since a connection was opened, in ticks of 100 ns. It never goes back, whatever the <see cref="TimeProvider"/> does. Not thread-safe.</summary>
internal sealed class SteadyClock(TimeProvider timeProvider)
{
    /// <summary>No timer is set for longer than this: what is due later is looked at on the way.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    private readonly long _origin = timeProvider.GetTimestamp();
    private long _correction;
    private long _last;

    /// <summary>The time now.</summary>
    public long Now
    {
        get
        {
            long now = timeProvider.GetElapsedTime(_origin).Ticks + _correction;
            if (now < _last)
            {
                _correction += _last - now;
                now = _last;
            }

            return _last = now;
        }
    }

    /// <summary>How long a timer waits from <paramref name="now"/> until <paramref name="deadline"/>.</summary>
    /// <remarks>Timers cut their times to milliseconds: rounded down, they would come too early, over and over.</remarks>
    public static TimeSpan WaitUntil(long deadline, long now)
    {
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(Math.Max(deadline - now, 0)).TotalMilliseconds));
        return wait < s_longestWait ? wait : s_longestWait;
    }
}
