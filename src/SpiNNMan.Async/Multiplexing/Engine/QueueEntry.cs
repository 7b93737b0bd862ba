using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>An entry that waits for a place in the window: a request, or a transfer with more requests to send.</summary>
internal abstract class QueueEntry
{
    /// <summary>The traits of the request, or of all pieces of the transfer.</summary>
    public RequestTraits Traits { get; protected set; }

    /// <summary>The chip it goes to.</summary>
    public Destination Destination { get; set; } = null!;

    /// <summary>When the time of its caller began: with the call, or with the last answer of the board to another request while it waited.</summary>
    public long Called { get; set; }

    /// <summary>Whether it goes to the monitor of its chip, and not to an application core.</summary>
    public bool IsToMonitor => Traits.Destination.Core == 0;

    /// <summary>The queue that it waits in. Only the queue sets it.</summary>
    public EntryQueue? Queue { get; set; }

    public QueueEntry? Ahead { get; set; }

    public QueueEntry? Behind { get; set; }

    public ChipLocation Chip => Traits.Destination.Chip;
}
