using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>A batch of requests that is being sent outside the engine. Its datagrams belong to the sender until it is handed back.</summary>
/// <remarks>A connection has one only while it sends: a thousand idle connections would hold megabytes. The thread that takes a batch also hands it back, so each thread keeps one.</remarks>
internal sealed class SendBatch
{
    /// <summary>The greatest size of a batch.</summary>
    public const int Capacity = 32;

    [ThreadStatic]
    private static SendBatch? s_kept;

    /// <summary>The requests. The engine clears the place of a request that ends meanwhile.</summary>
    public RequestEntry?[] Entries { get; } = new RequestEntry?[Capacity];

    /// <summary>Their bytes; <see langword="null"/> for a piece that is not encoded yet.</summary>
    public Datagram?[] Datagrams { get; } = new Datagram?[Capacity];

    /// <summary>The transfers of the pieces without bytes.</summary>
    public TransferEntry?[] Transfers { get; } = new TransferEntry?[Capacity];

    /// <summary>The numbers of these pieces in their transfers, and the sequence numbers of all.</summary>
    public (int Piece, ushort Sequence)[] Numbers { get; } = new (int, ushort)[Capacity];

    /// <summary>The error of a request that was not sent.</summary>
    public Exception?[] Errors { get; } = new Exception?[Capacity];

    /// <summary>The end of a piece whose transfer gets the news only when the batch has been sent.</summary>
    public Exception?[] Failures { get; } = new Exception?[Capacity];

    /// <summary>Whether the place of a piece was cleared whose transfer waits until this batch does not use the memory of the caller any more.</summary>
    public bool[] IsOrphaned { get; } = new bool[Capacity];

    /// <summary>Room for the sender: the datagrams that are left to send, side by side.</summary>
    public Datagram[] ToSend { get; } = new Datagram[Capacity];

    public int Count { get; set; }

    /// <summary>When it was taken from the engine.</summary>
    public long Taken { get; set; }

    /// <summary>An empty batch.</summary>
    public static SendBatch Rent()
    {
        SendBatch batch = s_kept ?? new SendBatch();
        s_kept = null;
        return batch;
    }

    /// <summary>Clears the batch, for the next one of this thread.</summary>
    public void Return()
    {
        Array.Clear(Entries, 0, Count);
        Array.Clear(Datagrams, 0, Count);
        Array.Clear(Transfers, 0, Count);
        Array.Clear(Errors, 0, Count);
        Array.Clear(Failures, 0, Count);
        Array.Clear(IsOrphaned, 0, Count);
        Array.Clear(ToSend, 0, Count);
        Count = 0;
        s_kept = this;
    }
}
