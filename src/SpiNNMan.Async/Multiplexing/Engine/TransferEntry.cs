namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>A transfer as the engine sees it: a number of similar pieces. One piece is sent at each turn of the transfer.</summary>
internal abstract class TransferEntry : QueueEntry
{
    /// <summary>How many pieces there are.</summary>
    public int Pieces { get; protected set; }

    /// <summary>How many have been sent.</summary>
    public int Issued { get; set; }

    /// <summary>Whether no more will be sent, because of an error or a cancellation.</summary>
    public bool IsStopped { get; set; }

    /// <summary>The generation of the object, which carries one transfer after the other. Late news of an earlier transfer must not reach the next one.</summary>
    public int Generation { get; protected set; }

    public bool HasMore => !IsStopped && Issued < Pieces;

    /// <summary>The number of pieces that were never sent, and will not be.</summary>
    public int Unsent => Pieces - Issued;
}
