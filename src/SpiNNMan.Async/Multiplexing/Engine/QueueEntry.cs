using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Something that waits for a place in the window: a request, or a transfer with more of them to send.</summary>
internal abstract class QueueEntry
{
    /// <summary>What the request is, or what all pieces of the transfer are.</summary>
    public RequestTraits Traits { get; protected set; }

    /// <summary>The chip it goes to.</summary>
    public Destination Destination { get; set; } = null!;

    /// <summary>When its caller's time began: with the call, or when the board last answered something else while it waited for its turn.</summary>
    public long Called { get; set; }

    /// <summary>Whether it goes to the monitor of its chip, and not to an application core.</summary>
    public bool IsToMonitor => Traits.Destination.Core == 0;

    /// <summary>The queue it waits in, if any; written by the queue only.</summary>
    public EntryQueue? Queue { get; set; }

    public QueueEntry? Ahead { get; set; }

    public QueueEntry? Behind { get; set; }

    public ChipLocation Chip => Traits.Destination.Chip;
}
