using SpiNNMan.Async.Multiplexing.Codec;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>Who carries the pieces of transfers.</summary>
internal interface ITransferCarrier
{
    /// <summary>Makes datagrams of pieces.</summary>
    RequestCodec Codec { get; }

    /// <summary>Whether callers are resumed elsewhere than on the thread that received their reply.</summary>
    bool RunContinuationsAsynchronously { get; }

    /// <summary>Has the caller of a transfer that is over resumed, by <see cref="Transfer.Resume"/>.</summary>
    void Resume(Transfer transfer);

    /// <summary>Begins a transfer, which ends by itself.</summary>
    void Start(Transfer transfer);

    /// <summary>Ends a transfer before it is done: what is in flight for it is cancelled, what comes for it dropped.</summary>
    /// <param name="transfer">The transfer.</param>
    /// <param name="error">What it ends with; <see langword="null"/> if it is cancelled.</param>
    /// <param name="cancelledBy">Who cancelled it.</param>
    void Stop(Transfer transfer, Exception? error, CancellationToken cancelledBy = default);
}
