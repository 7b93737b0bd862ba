namespace SpiNNMan.Async.Live.Counting;

/// <summary>Measures how unevenly datagrams come.</summary>
internal sealed class JitterMeter(TimeProvider clock, TimeSpan tickLength)
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[JitterHistogram.ClassCount];
    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _least = TimeSpan.MaxValue;

    public void Add(long tick, long now)
    {
        TimeSpan offset = clock.GetElapsedTime(_start, now) - (tickLength * tick);
        lock (_gate)
        {
            _least = offset < _least ? offset : _least;
            _counts[JitterHistogram.ClassOf(offset - _least)]++;
        }
    }

    /// <summary>A run begins: what lies between runs takes no ticks.</summary>
    public void Begin()
    {
        lock (_gate)
            _least = TimeSpan.MaxValue;
    }

    public JitterHistogram Snapshot()
    {
        lock (_gate)
            return new JitterHistogram([.. _counts]);
    }
}
