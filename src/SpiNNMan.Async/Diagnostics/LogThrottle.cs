namespace SpiNNMan.Async.Diagnostics;

/// <summary>Lets an event that may come thousands of times be logged once in an interval, and counts the times between.</summary>
/// <param name="time">The clock.</param>
internal sealed class LogThrottle(TimeProvider time)
{
    /// <summary>The time in which an event is logged once: a second.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long? _last;
    private long _leftOut;

    /// <summary>Counts the event, and says whether it is to be logged.</summary>
    /// <param name="leftOut">How many events since the last one that was logged were not.</param>
    public bool TryPass(out long leftOut)
    {
        long now = time.GetTimestamp();
        lock (_gate)
        {
            if (_last is { } last && time.GetElapsedTime(last, now) < Interval)
            {
                _leftOut++;
                leftOut = 0;
                return false;
            }

            _last = now;
            leftOut = _leftOut;
            _leftOut = 0;
            return true;
        }
    }
}
