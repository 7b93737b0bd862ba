using SpiNNMan.Async.Multiplexing.Codec;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>Carries the pieces of transfers.</summary>
internal interface ITransferCarrier
{
    /// <summary>Makes datagrams of pieces.</summary>
    RequestCodec Codec { get; }

    /// <summary>Whether callers are resumed on another thread than the one that received their reply.</summary>
    bool RunContinuationsAsynchronously { get; }

    /// <summary>Lets <see cref="Transfer.Resume"/> resume the caller of a transfer that is over.</summary>
    void Resume(Transfer transfer);

    /// <summary>Begins a transfer.</summary>
    void Start(Transfer transfer);

    /// <summary>Ends a transfer early: its requests in flight are cancelled, and late replies are dropped.</summary>
    /// <param name="transfer">The transfer.</param>
    /// <param name="error">The error; <see langword="null"/> if it is cancelled.</param>
    /// <param name="cancelledBy">The token that cancelled it.</param>
    void Stop(Transfer transfer, Exception? error, CancellationToken cancelledBy = default);
}
