namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Who waits for a place in the window, and whose turn it is.</summary>
/// <remarks>
/// A request waits once. A transfer that has sent one piece and has more goes to the end of the queue again, so that callers take turns however
/// much each of them wants. What goes to a chip that has as many requests in flight as it may is set aside, and comes first when that changes.
/// Not thread-safe.
/// </remarks>
internal sealed class SendQueue
{
    private readonly EntryQueue _waiting = new();
    private readonly Queue<Destination> _ready = new();

    /// <summary>How many wait; a transfer counts as one.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the board has been given up, and one request for each monitor finds out whether it is back.</summary>
    public bool IsProbing { get; set; }

    /// <summary>Any one of those who wait.</summary>
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

    /// <summary>Takes out the one whose turn it is.</summary>
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

    /// <summary>Adds those to <paramref name="expired"/> whose time is up.</summary>
    /// <returns>When the next one's will be.</returns>
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

    /// <summary>A chip has answered, and may be sent more.</summary>
    public void NoteRoom(Destination destination)
    {
        if (destination.IsReady || destination.SetAside.First is null)
            return;

        destination.IsReady = true;
        _ready.Enqueue(destination);
    }
}
