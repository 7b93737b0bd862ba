namespace SpiNNMan.Async.Campaign.Runs;

/// <summary>Sees whether something no longer gets on, though it had the time for it: other work of the computer does not count.</summary>
internal sealed class StuckGuard(TimeSpan patience, TimeSpan stillness)
{
    private long _seen = long.MinValue;
    private TimeSpan _used;
    private long _since;

    /// <summary>Looks at a figure that changes while there is progress.</summary>
    public bool IsStuck(long figure)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        if (figure != _seen)
        {
            _seen = figure;
            _used = used;
            _since = TimeProvider.System.GetTimestamp();
            return false;
        }

        return used - _used > patience || TimeProvider.System.GetElapsedTime(_since) > stillness;
    }
}
