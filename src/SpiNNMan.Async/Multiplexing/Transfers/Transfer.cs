using System.Threading.Tasks.Sources;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>A transfer of a block of memory, piece by piece. The next piece is sent whenever there is a place for it. Pooled.</summary>
/// <remarks>
/// A piece has no task: its reply goes to the transfer on the thread that received it. When all pieces are done, or one has failed, the
/// task of the transfer ends. It ends only when nothing uses the memory of the caller, or the transfer itself, any more. The transfer returns to its
/// pool when the caller takes the result.
/// </remarks>
internal abstract class Transfer : TransferEntry, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _completion;
    private CancellationTokenRegistration _cancellation;
    private int _unfinished;
    private Exception? _error;
    private CancellationToken _cancelledBy;

    /// <summary>Ends when all pieces are done, or with the first error. It is awaited once.</summary>
    public ValueTask Task => new(this, _completion.Version);

    /// <summary>Its carrier.</summary>
    protected ITransferCarrier Carrier { get; private set; } = null!;

    /// <summary>Makes the request of a piece. Its sequence number is filled in when it is sent.</summary>
    public abstract Datagram Encode(int piece);

    /// <summary>Lets the token end the transfer. It may already be over.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((Transfer)state!).OnCancelled(token), this);
    }

    /// <summary>Stops sending pieces. Only the carrier calls it, one call at a time.</summary>
    /// <param name="generation">The generation of the transfer: the object may carry another one by now.</param>
    /// <param name="error">The error; <see langword="null"/> if it was cancelled.</param>
    /// <param name="cancelledBy">The token that cancelled it.</param>
    /// <returns>Whether this was the first call. If so, the pieces in flight must be ended, and counted with <see cref="Finish"/>.</returns>
    public bool TryStop(int generation, Exception? error, CancellationToken cancelledBy = default)
    {
        // In this order: the last check says that the others belonged to this generation.
        if (IsStopped || Volatile.Read(ref _unfinished) == 0 || Generation != generation)
            return false;

        IsStopped = true;
        _error = error;
        _cancelledBy = cancelledBy;
        return true;
    }

    /// <summary>Takes the answer of a piece. Call it outside the lock.</summary>
    public void OnReply(int piece, Datagram reply)
    {
        Exception? error = null;
        try
        {
            using (reply)
                TakeIn(piece, reply);
        }
        catch (Exception exception)
        {
            error = ToError(exception);
        }

        OnDone(error);
    }

    /// <summary>The error of a transfer for this exception.</summary>
    public static SpinnakerException ToError(Exception exception) =>
        exception as SpinnakerException ?? new CallbackException($"The memory of a transfer threw {exception.GetType().Name}: {exception.Message}", exception);

    /// <summary>Keeps the transfer from ending until <see cref="OnDone"/>, while a piece of it is not over.</summary>
    public void Hold() => Interlocked.Increment(ref _unfinished);

    /// <summary>Counts a piece that is over. Call it outside the lock.</summary>
    public void OnDone(Exception? error)
    {
        // Stopped first, so that the piece is not counted yet and the error is not missed.
        if (error is not null)
            Carrier.Stop(this, error);

        Finish(1);
    }

    /// <summary>Counts pieces that are over. Call it outside the lock. Afterwards the transfer may be reused.</summary>
    public void Finish(int count)
    {
        if (Interlocked.Add(ref _unfinished, -count) == 0)
            Carrier.Resume(this);
    }

    /// <summary>Resumes the caller of a transfer that is over. Afterwards the transfer may be reused.</summary>
    public void Resume()
    {
        if (!IsStopped)
            _completion.SetResult(true);
        else
            _completion.SetException(_error ?? new OperationCanceledException(_cancelledBy));
    }

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    public void GetResult(short token)
    {
        // Waits for a cancellation that is running now, so that it cannot reach the next transfer.
        _cancellation.Dispose();
        try
        {
            _completion.GetResult(token);
        }
        finally
        {
            Clear();
        }
    }

    protected void Prepare(ITransferCarrier carrier, in RequestTraits traits, int pieces)
    {
        Carrier = carrier;
        Traits = traits;
        Pieces = _unfinished = pieces;
    }

    /// <summary>Takes the reply of a piece: checks it, and copies its data to the memory of the caller.</summary>
    /// <exception cref="SpinnakerException">It is an error, or cannot be read.</exception>
    protected abstract void TakeIn(int piece, Datagram reply);

    /// <summary>Clears the transfer, and returns it to the pool.</summary>
    protected virtual void Clear()
    {
        _completion.Reset();
        _cancellation = default;
        _cancelledBy = default;
        _error = null;
        Generation++;
        Issued = 0;
        IsStopped = false;
        Destination = null!;
        Carrier = null!;
    }

    private void OnCancelled(CancellationToken cancellationToken) => Carrier.Stop(this, error: null, cancellationToken);
}
