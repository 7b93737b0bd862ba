namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Entries in the order in which they came, from which any can be taken; makes no objects. Not thread-safe.</summary>
internal sealed class EntryQueue
{
    private QueueEntry? _last;

    /// <summary>The entry that has waited longest.</summary>
    public QueueEntry? First { get; private set; }

    public void Add(QueueEntry entry)
    {
        entry.Queue = this;
        entry.Ahead = _last;
        if (_last is null)
            First = entry;
        else
            _last.Behind = entry;

        _last = entry;
    }

    public void Remove(QueueEntry entry)
    {
        if (entry.Ahead is null)
            First = entry.Behind;
        else
            entry.Ahead.Behind = entry.Behind;

        if (entry.Behind is null)
            _last = entry.Ahead;
        else
            entry.Behind.Ahead = entry.Ahead;

        entry.Ahead = entry.Behind = null;
        entry.Queue = null;
    }
}
