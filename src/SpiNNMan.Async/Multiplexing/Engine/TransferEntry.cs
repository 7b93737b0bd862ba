namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>A transfer as the engine sees it: so many pieces that are alike, of which the next is sent when it is the transfer's turn.</summary>
internal abstract class TransferEntry : QueueEntry
{
    /// <summary>How many pieces there are.</summary>
    public int Pieces { get; protected set; }

    /// <summary>How many have been sent.</summary>
    public int Issued { get; set; }

    /// <summary>Whether no more will be sent, because of an error or a cancellation.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Which of the transfers this is for which the object was used: whoever comes late with news of one before must not give it to the next.</summary>
    public int Generation { get; protected set; }

    public bool HasMore => !IsStopped && Issued < Pieces;

    /// <summary>What was never sent, and will not be.</summary>
    public int Unsent => Pieces - Issued;
}
