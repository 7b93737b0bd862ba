using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>A chip that requests go to: how long it takes to answer, and what is in flight to it. Not thread-safe.</summary>
/// <param name="settings">The bounds of its timeouts.</param>
internal sealed class Destination(EngineSettings settings)
{
    private int _inFlight;
    private int _toMonitor;

    public RoundTripEstimator Estimator { get; } = new(settings);

    /// <summary>What waits because as many are in flight as may be.</summary>
    public EntryQueue SetAside { get; } = new();

    /// <summary>Whether the queue knows that there is room for what is set aside.</summary>
    public bool IsReady { get; set; }

    /// <summary>The most requests that may be in flight to it.</summary>
    public required int Limit { get; set; }

    /// <summary>Whether a request may be sent to it now.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="isProbing">Whether the board has been given up: then one request finds out whether its monitor is back, and the others wait for that.</param>
    public bool HasRoomFor(QueueEntry entry, bool isProbing) => _inFlight < Limit && !(isProbing && entry.IsToMonitor && _toMonitor > 0);

    /// <summary>When it last answered anything but that it was to be asked again.</summary>
    public long LastServed { get; set; } = -1;

    /// <summary>What it said last when it asked to be asked again.</summary>
    public ScpResult? LastRefusal { get; set; }

    /// <summary>Of the requests whose timeouts ran out together, the one sent last.</summary>
    public RequestEntry? Probe { get; set; }

    /// <summary>The requests in flight, by when they were last sent: the oldest.</summary>
    public RequestEntry? Oldest { get; private set; }

    /// <summary>The one sent last.</summary>
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

    /// <summary>A request is sent again, and with that is the newest.</summary>
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
