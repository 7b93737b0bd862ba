using System.Threading.Tasks.Sources;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>A block of memory on its way, piece by piece; the multiplexer asks for the next piece whenever there is a place for it. Pooled.</summary>
/// <remarks>
/// Nobody awaits a piece: its reply is handed to the transfer on the thread that received it, and when all pieces are done, or one has failed, the
/// one task of the transfer ends. It ends only when nothing touches the caller's memory, or the transfer itself, any more. The transfer goes back to its
/// pool when the caller takes the result.
/// </remarks>
internal abstract class Transfer : QueueEntry, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _completion;
    private CancellationTokenRegistration _cancellation;
    private int _pieces;
    private int _unfinished;
    private int _issued;
    private bool _stopped;
    private Exception? _error;
    private CancellationToken _cancelledBy;

    /// <summary>Whether there are pieces that have not been sent.</summary>
    public bool HasMore => !_stopped && _issued < _pieces;

    /// <summary>What was never sent, and will not be.</summary>
    public int Unsent => _pieces - _issued;

    /// <summary>Ends when all pieces are done, or with the first error. To be awaited once.</summary>
    public ValueTask Task => new(this, _completion.Version);

    /// <summary>Who carries it.</summary>
    protected RequestMultiplexer Multiplexer { get; private set; } = null!;

    /// <summary>Makes the next piece's request in a slot. Call under the lock.</summary>
    public void TakeNext(ReplySlot slot)
    {
        slot.Sink = this;
        slot.Piece = _issued++;
        Encode(slot);
    }

    /// <summary>Lets the token end the transfer. It may already be over.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((Transfer)state!).OnCancelled(token), this);
    }

    /// <summary>Takes no more pieces. Call under the lock.</summary>
    /// <param name="error">What it ends with; <see langword="null"/> if it was cancelled.</param>
    /// <param name="cancelledBy">Who cancelled it.</param>
    /// <returns>Whether this was the first time; if so the pieces in flight must be ended, and counted with <see cref="Finish"/>.</returns>
    public bool TryStop(Exception? error, CancellationToken cancelledBy = default)
    {
        if (_stopped || Volatile.Read(ref _unfinished) == 0)
            return false;

        _stopped = true;
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
                Decode(piece, reply);
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
            Multiplexer.Stop(this, error);

        Finish(1);
    }

    /// <summary>So many pieces are over. Call outside the lock; the transfer may be somebody else's afterwards.</summary>
    public void Finish(int count)
    {
        if (Interlocked.Add(ref _unfinished, -count) != 0)
            return;

        if (!_stopped)
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

    protected void Prepare(RequestMultiplexer multiplexer, int pieces)
    {
        Multiplexer = multiplexer;
        _pieces = _unfinished = pieces;
        _completion.RunContinuationsAsynchronously = multiplexer.RunContinuationsAsynchronously;
    }

    protected abstract void Encode(ReplySlot slot);

    /// <summary>Takes in a piece's reply.</summary>
    /// <exception cref="SpinnakerException">It is an error, or none that can be read.</exception>
    protected abstract void Decode(int piece, Datagram reply);

    /// <summary>Lets go of everything, and gives the transfer back.</summary>
    protected virtual void Clear()
    {
        _completion.Reset();
        _cancellation = default;
        _cancelledBy = default;
        _error = null;
        _issued = 0;
        _stopped = false;
        Destination = null!;
        Multiplexer = null!;
    }

    private void OnCancelled(CancellationToken cancellationToken) => Multiplexer.Stop(this, error: null, cancellationToken);
}
