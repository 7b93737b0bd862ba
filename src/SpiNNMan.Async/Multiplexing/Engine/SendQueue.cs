namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The queue for places in the window, in fair turns.</summary>
/// <remarks>
/// A request waits once. After each piece, a transfer with more pieces goes to the end of the queue again, so that callers take turns even if one
/// has much more to send. If a chip has its greatest number of requests in flight, its entries are set aside, and come first when this changes.
/// Not thread-safe.
/// </remarks>
internal sealed class SendQueue
{
    private readonly EntryQueue _waiting = new();
    private readonly Queue<Destination> _ready = new();

    /// <summary>How many entries wait. A transfer counts as one.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the board has been given up, and one request for each monitor finds out whether it is back.</summary>
    public bool IsProbing { get; set; }

    /// <summary>Any entry that waits.</summary>
    public QueueEntry? Any(IEnumerable<Destination> destinations) =>
        Count == 0 ? null : _waiting.First ?? destinations.Select(destination => destination.SetAside.First).First(entry => entry is not null);

    public void Add(QueueEntry entry)
    {
        _waiting.Add(entry);
        Count++;
    }

    public void Remove(QueueEntry entry)
    {
        if (entry.Queue is not { } queue)
            return;

        queue.Remove(entry);
        Count--;
    }

    /// <summary>Removes the next entry in turn.</summary>
    public QueueEntry? TryTake()
    {
        while (_ready.TryPeek(out Destination? destination))
        {
            if (destination.SetAside.First is { } first && destination.HasRoomFor(first, IsProbing))
            {
                Remove(first);
                return first;
            }

            destination.IsReady = false;
            _ready.Dequeue();
        }

        while (_waiting.First is { } first)
        {
            if (first.Destination.HasRoomFor(first, IsProbing))
            {
                Remove(first);
                return first;
            }

            _waiting.Remove(first);
            first.Destination.SetAside.Add(first);
        }

        return null;
    }

    /// <summary>Adds the entries whose time is up to <paramref name="expired"/>.</summary>
    /// <returns>The time when the next entry expires.</returns>
    public long ListExpired(IEnumerable<Destination> destinations, Func<QueueEntry, long> deadlineOf, long now, List<QueueEntry> expired)
    {
        long next = long.MaxValue;
        List(_waiting.First);
        foreach (Destination destination in destinations)
            List(destination.SetAside.First);

        return next;

        void List(QueueEntry? entry)
        {
            for (; entry is not null; entry = entry.Behind)
            {
                long deadline = deadlineOf(entry);
                if (deadline <= now)
                    expired.Add(entry);
                else
                    next = Math.Min(next, deadline);
            }
        }
    }

    /// <summary>A chip has answered, and can get more requests.</summary>
    public void NoteRoom(Destination destination)
    {
        if (destination.IsReady || destination.SetAside.First is null)
            return;

        destination.IsReady = true;
        _ready.Enqueue(destination);
    }
}
