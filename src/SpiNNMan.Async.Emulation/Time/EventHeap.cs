namespace SpiNNMan.Async.Emulation.Time;

/// <summary>Future events in the order of time. Events of equal time are in the order in which they were added.</summary>
/// <typeparam name="T">The type of an event.</typeparam>
internal sealed class EventHeap<T>
{
    private Entry[] _entries = new Entry[64];
    private long _sequence;

    /// <summary>The number of events.</summary>
    public int Count { get; private set; }

    /// <summary>The time of the first event; <see cref="VirtualTime.Never"/> if there is none.</summary>
    public long NextTime => Count == 0 ? VirtualTime.Never : _entries[0].Time;

    /// <summary>Adds an event.</summary>
    public void Add(long time, T what)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, 2 * Count);
        Entry entry = new(time, _sequence++, what);
        int index = Count++;
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!entry.IsBefore(_entries[parent])) break;
            _entries[index] = _entries[parent];
            index = parent;
        }

        _entries[index] = entry;
    }

    /// <summary>Takes the first event.</summary>
    /// <exception cref="InvalidOperationException">There is no event.</exception>
    public T Take()
    {
        if (Count == 0) throw new InvalidOperationException("The heap is empty; look at its count first.");
        T first = _entries[0].What;
        Entry last = _entries[--Count];
        _entries[Count] = default;
        int index = 0;
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= Count) break;
            if (child + 1 < Count && _entries[child + 1].IsBefore(_entries[child])) child++;
            if (!_entries[child].IsBefore(last)) break;
            _entries[index] = _entries[child];
            index = child;
        }

        if (Count > 0) _entries[index] = last;
        return first;
    }

    private readonly record struct Entry(long Time, long Sequence, T What)
    {
        public bool IsBefore(in Entry other) => Time != other.Time ? Time < other.Time : Sequence < other.Sequence;
    }
}
