namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Requests in the order in which they are to be sent. Not thread-safe.</summary>
internal sealed class Outbox
{
    private readonly List<RequestEntry?> _entries = [];
    private int _taken;

    public bool IsEmpty => _taken == _entries.Count;

    /// <summary>Whether there are as many as one batch takes.</summary>
    public bool IsFull => _entries.Count - _taken >= SendBatch.Capacity;

    public void Add(RequestEntry entry)
    {
        entry.OutboxIndex = _entries.Count;
        _entries.Add(entry);
    }

    /// <summary>Takes out a request that need not be sent any more.</summary>
    public void Remove(RequestEntry entry)
    {
        _entries[entry.OutboxIndex] = null;
        entry.OutboxIndex = -1;
    }

    /// <summary>Takes out the next one to send.</summary>
    public RequestEntry? TryTake()
    {
        while (_taken < _entries.Count)
        {
            if (_entries[_taken++] is { } entry)
            {
                entry.OutboxIndex = -1;
                return entry;
            }
        }

        _entries.Clear();
        _taken = 0;
        return null;
    }
}
