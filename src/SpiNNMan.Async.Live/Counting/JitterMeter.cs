namespace SpiNNMan.Async.Live.Counting;

/// <summary>Measures how unevenly datagrams come.</summary>
internal sealed class JitterMeter(TimeProvider clock, TimeSpan tickLength)
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[JitterHistogram.ClassCount];
    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _least = TimeSpan.MaxValue;
    private (long Tick, long Now)? _last;
    private int _lastClass;

    public void Add(long tick, long now, int datagrams = 1)
    {
        lock (_gate)
        {
            // Many of one tick come at once.
            if (_last != (tick, now))
            {
                TimeSpan offset = clock.GetElapsedTime(_start, now) - (tickLength * tick);
                _least = offset < _least ? offset : _least;
                _lastClass = JitterHistogram.ClassOf(offset - _least);
                _last = (tick, now);
            }

            _counts[_lastClass] += datagrams;
        }
    }

    /// <summary>A run begins: what lies between runs takes no ticks.</summary>
    public void Begin()
    {
        lock (_gate)
            (_least, _last) = (TimeSpan.MaxValue, null);
    }

    public JitterHistogram Snapshot()
    {
        lock (_gate)
            return new JitterHistogram([.. _counts]);
    }
}
