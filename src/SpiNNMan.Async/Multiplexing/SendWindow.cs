namespace SpiNNMan.Async.Multiplexing;

/// <summary>How many requests may be in flight to a board, and who waits for a place.</summary>
/// <remarks>Places go in the order in which they were asked for, so that nobody waits for more than one window. Not thread-safe.</remarks>
internal sealed class SendWindow(int limit)
{
    private ReplySlot? _first;
    private ReplySlot? _last;

    public int Limit => limit;

    public int InFlight { get; private set; }

    public int MostInFlight { get; private set; }

    public int Queued { get; private set; }

    /// <summary>Takes a place if there is one and nobody waits for it.</summary>
    public bool TryEnter()
    {
        if (InFlight >= limit || Queued > 0)
            return false;

        Enter();
        return true;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => InFlight--;

    /// <summary>Takes a place for the one who has waited longest.</summary>
    public ReplySlot? TryAdmit()
    {
        if (InFlight >= limit || _first is not { } slot)
            return null;

        Remove(slot);
        Enter();
        return slot;
    }

    /// <summary>The one who has waited longest.</summary>
    public ReplySlot? PeekQueue() => _first;

    public void Enqueue(ReplySlot slot)
    {
        slot.QueuedAfter = _last;
        if (_last is null)
            _first = slot;
        else
            _last.QueuedBefore = slot;

        _last = slot;
        Queued++;
    }

    public void Remove(ReplySlot slot)
    {
        if (slot.QueuedAfter is null)
            _first = slot.QueuedBefore;
        else
            slot.QueuedAfter.QueuedBefore = slot.QueuedBefore;

        if (slot.QueuedBefore is null)
            _last = slot.QueuedAfter;
        else
            slot.QueuedBefore.QueuedAfter = slot.QueuedAfter;

        slot.QueuedAfter = slot.QueuedBefore = null;
        Queued--;
    }

    private void Enter()
    {
        InFlight++;
        MostInFlight = Math.Max(MostInFlight, InFlight);
    }
}
