using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>A chip that requests go to: its round trips, and its requests in flight. Not thread-safe.</summary>
/// <param name="settings">The bounds of its timeouts.</param>
internal sealed class Destination(EngineSettings settings)
{
    private int _inFlight;
    private int _toMonitor;

    public RoundTripEstimator Estimator { get; } = new(settings);

    /// <summary>The entries that wait because the chip has its greatest number of requests in flight.</summary>
    public EntryQueue SetAside { get; } = new();

    /// <summary>Whether the queue knows that the entries that were set aside have room.</summary>
    public bool IsReady { get; set; }

    /// <summary>The greatest number of requests in flight to it.</summary>
    public required int Limit { get; set; }

    /// <summary>Whether a request may be sent to it now.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="isProbing">Whether the board has been given up. Then one request probes its monitor, and the others wait.</param>
    public bool HasRoomFor(QueueEntry entry, bool isProbing) => _inFlight < Limit && !(isProbing && entry.IsToMonitor && _toMonitor > 0);

    /// <summary>When it last gave an answer other than "try again".</summary>
    public long LastServed { get; set; } = -1;

    /// <summary>Its last "try again" answer.</summary>
    public ScpResult? LastRefusal { get; set; }

    /// <summary>The last transmission among the requests whose timeouts ran out together.</summary>
    public RequestEntry? Probe { get; set; }

    /// <summary>The first of the requests in flight, in the order of their last transmissions.</summary>
    public RequestEntry? Oldest { get; private set; }

    /// <summary>The last transmission.</summary>
    public RequestEntry? Newest { get; private set; }

    public void Add(RequestEntry slot)
    {
        Retake(slot);
        Append(slot);
    }

    public void Remove(RequestEntry slot) => Unlink(slot);

    /// <summary>A request takes a place of the chip.</summary>
    public void Retake(RequestEntry slot)
    {
        _inFlight++;
        if (slot.IsToMonitor)
            _toMonitor++;
    }

    /// <summary>A request takes no place of the chip any more.</summary>
    public void Release(RequestEntry slot)
    {
        _inFlight--;
        if (slot.IsToMonitor)
            _toMonitor--;
    }

    /// <summary>A request is sent again, and becomes the newest.</summary>
    public void MoveToEnd(RequestEntry slot)
    {
        Unlink(slot);
        Append(slot);
    }

    private void Append(RequestEntry slot)
    {
        slot.SentBefore = Newest;
        if (Newest is null)
            Oldest = slot;
        else
            Newest.SentAfter = slot;

        Newest = slot;
    }

    private void Unlink(RequestEntry slot)
    {
        if (slot.SentBefore is null)
            Oldest = slot.SentAfter;
        else
            slot.SentBefore.SentAfter = slot.SentAfter;

        if (slot.SentAfter is null)
            Newest = slot.SentBefore;
        else
            slot.SentAfter.SentBefore = slot.SentBefore;

        slot.SentBefore = slot.SentAfter = null;
    }
}
