using System.Threading.Tasks.Sources;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>A block of memory on its way, piece by piece; the next piece is asked for whenever there is a place for it. Pooled.</summary>
/// <remarks>
/// Nobody awaits a piece: its reply is handed to the transfer on the thread that received it, and when all pieces are done, or one has failed, the
/// one task of the transfer ends. It ends only when nothing touches the caller's memory, or the transfer itself, any more. The transfer goes back to its
/// pool when the caller takes the result.
/// </remarks>
internal abstract class Transfer : TransferEntry, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _completion;
    private CancellationTokenRegistration _cancellation;
    private int _unfinished;
    private Exception? _error;
    private CancellationToken _cancelledBy;

    /// <summary>Ends when all pieces are done, or with the first error. To be awaited once.</summary>
    public ValueTask Task => new(this, _completion.Version);

    /// <summary>Who carries it.</summary>
    protected ITransferCarrier Carrier { get; private set; } = null!;

    /// <summary>Makes the request of a piece; its sequence number is filled in when it is sent.</summary>
    public abstract Datagram Encode(int piece);

    /// <summary>Lets the token end the transfer. It may already be over.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((Transfer)state!).OnCancelled(token), this);
    }

    /// <summary>Takes no more pieces. Called by the carrier only, one call at a time.</summary>
    /// <param name="generation">Which transfer is meant: the object may carry another one by now.</param>
    /// <param name="error">What it ends with; <see langword="null"/> if it was cancelled.</param>
    /// <param name="cancelledBy">Who cancelled it.</param>
    /// <returns>Whether this was the first time; if so the pieces in flight must be ended, and counted with <see cref="Finish"/>.</returns>
    public bool TryStop(int generation, Exception? error, CancellationToken cancelledBy = default)
    {
        // In this order: the last one says that the others were of the transfer that is meant.
        if (IsStopped || Volatile.Read(ref _unfinished) == 0 || Generation != generation)
            return false;

        IsStopped = true;
        _error = error;
        _cancelledBy = cancelledBy;
        return true;
    }

    /// <summary>A piece was answered. Call outside the lock.</summary>
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

    /// <summary>What a transfer ends with that met this.</summary>
    public static SpinnakerException ToError(Exception exception) =>
        exception as SpinnakerException ?? new CallbackException($"The memory or the progress that a transfer was given threw {exception.GetType().Name}: {exception.Message}", exception);

    /// <summary>Keeps the transfer from ending until <see cref="OnDone"/>, while a piece of it is not over.</summary>
    public void Hold() => Interlocked.Increment(ref _unfinished);

    /// <summary>A piece is over. Call outside the lock.</summary>
    public void OnDone(Exception? error)
    {
        // Stopped first, so that the piece itself is still unfinished and the error is not missed.
        if (error is not null)
            Carrier.Stop(this, error);

        Finish(1);
    }

    /// <summary>So many pieces are over. Call outside the lock; the transfer may be somebody else's afterwards.</summary>
    public void Finish(int count)
    {
        if (Interlocked.Add(ref _unfinished, -count) == 0)
            Carrier.Resume(this);
    }

    /// <summary>Resumes the caller of a transfer that is over. The transfer may be somebody else's afterwards.</summary>
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
        // Waits for a cancellation that is running right now, so that it cannot reach the transfer that comes next.
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

    /// <summary>Takes in a piece's reply: checks it, and moves what it has to the caller's memory.</summary>
    /// <exception cref="SpinnakerException">It is an error, or none that can be read.</exception>
    protected abstract void TakeIn(int piece, Datagram reply);

    /// <summary>Lets go of everything, and gives the transfer back.</summary>
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
