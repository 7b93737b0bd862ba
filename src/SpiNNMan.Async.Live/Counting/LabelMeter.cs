namespace SpiNNMan.Async.Live.Counting;

/// <summary>Counts what comes of one label.</summary>
internal sealed class LabelMeter(string label)
{
    private const int TicksKept = 256;
    private const long None = -1;

    private readonly Lock _gate = new();
    private readonly long[] _ticks = [.. Enumerable.Repeat(None, TicksKept)];
    private readonly int[] _inTick = new int[TicksKept];
    private long _events;
    private long _dropped;
    private long _unread;
    private long _late;
    private long _first = None;
    private long _last = None;

    public string Label => label;

    public void Add(int events, long? tick)
    {
        lock (_gate)
        {
            _events += events;
            if (tick is not { } at)
                return;

            _first = _first == None || at < _first ? at : _first;
            if (at < _last)
                _late += events;
            else
                _last = at;

            int slot = (int)(at % TicksKept);
            if (_ticks[slot] > at)
                return;

            if (_ticks[slot] != at)
                (_ticks[slot], _inTick[slot]) = (at, 0);

            _inTick[slot] += events;
        }
    }

    public void AddDropped(int events) => Interlocked.Add(ref _dropped, events);

    public void AddUnread(int events) => Interlocked.Add(ref _unread, events);

    public LabelCounts Snapshot()
    {
        lock (_gate)
        {
            return new LabelCounts(label, _events, Volatile.Read(ref _dropped), Volatile.Read(ref _unread), _late, _first == None ? null : _first, _last == None ? null : _last)
            {
                RecentTicks = [.. _ticks.Zip(_inTick).Where(static entry => entry.First != None).OrderBy(static entry => entry.First).Select(static entry => (entry.First, entry.Second))],
            };
        }
    }
}
