using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Requests that are being sent, outside the engine. Its datagrams belong to whoever sends them until the engine is told.</summary>
internal sealed class SendBatch
{
    /// <summary>The most that leave together.</summary>
    public const int Capacity = 32;

    /// <summary>The requests; the engine clears the place of one that ends meanwhile.</summary>
    public RequestEntry?[] Entries { get; } = new RequestEntry?[Capacity];

    /// <summary>Their bytes; none yet for a piece that has not been encoded.</summary>
    public Datagram?[] Datagrams { get; } = new Datagram?[Capacity];

    /// <summary>The transfers that the pieces without bytes belong to.</summary>
    public TransferEntry?[] Transfers { get; } = new TransferEntry?[Capacity];

    /// <summary>Which pieces these are, and the numbers of all.</summary>
    public (int Piece, ushort Sequence)[] Numbers { get; } = new (int, ushort)[Capacity];

    /// <summary>Why one was not sent.</summary>
    public Exception?[] Errors { get; } = new Exception?[Capacity];

    /// <summary>What a piece ended with whose transfer is not to hear of it before the batch has been sent.</summary>
    public Exception?[] Failures { get; } = new Exception?[Capacity];

    /// <summary>Whether the place of a piece was cleared whose transfer waits for this batch to let go of the caller's memory.</summary>
    public bool[] IsOrphaned { get; } = new bool[Capacity];

    public int Count { get; set; }

    /// <summary>When it was taken out of the engine.</summary>
    public long Taken { get; set; }

    public void Clear()
    {
        Array.Clear(Entries, 0, Count);
        Array.Clear(Datagrams, 0, Count);
        Array.Clear(Transfers, 0, Count);
        Array.Clear(Errors, 0, Count);
        Array.Clear(Failures, 0, Count);
        Array.Clear(IsOrphaned, 0, Count);
        Count = 0;
    }
}
