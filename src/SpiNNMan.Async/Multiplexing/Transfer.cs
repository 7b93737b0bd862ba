using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>A block of memory on its way, piece by piece; the multiplexer asks for the next piece whenever there is a place for it.</summary>
/// <remarks>
/// Nobody awaits a piece: its reply is handed to the transfer on the thread that received it, and when all pieces are done, or one has failed, the
/// one task of the transfer ends. It ends only when nothing touches the caller's memory any more.
/// </remarks>
internal abstract class Transfer : QueueEntry
{
    private readonly RequestMultiplexer _multiplexer;
    private readonly TaskCompletionSource _ended;
    private readonly int _pieces;
    private int _unfinished;
    private int _issued;
    private bool _stopped;
    private Exception? _error;
    private CancellationToken _cancelledBy;

    protected Transfer(RequestMultiplexer multiplexer, int pieces)
    {
        _multiplexer = multiplexer;
        _pieces = _unfinished = pieces;
        _ended = new TaskCompletionSource(
            multiplexer.RunContinuationsAsynchronously ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
    }

    /// <summary>Whether there are pieces that have not been sent.</summary>
    public bool HasMore => !_stopped && _issued < _pieces;

    /// <summary>Ends when all pieces are done, or with the first error.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Makes the next piece's request in a slot. Call under the lock.</summary>
    public void TakeNext(ReplySlot slot)
    {
        slot.Sink = this;
        slot.Piece = _issued++;
        Encode(slot);
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

    /// <summary>What was never sent, and will not be.</summary>
    public int Unsent => _pieces - _issued;

    /// <summary>A piece was answered. Call outside the lock.</summary>
    public void OnReply(int piece, Datagram reply)
    {
        Exception? error = null;
        try
        {
            using (reply)
                Decode(piece, reply);
        }
        catch (SpinnakerException exception)
        {
            error = exception;
        }

        OnDone(error);
    }

    /// <summary>A piece, or more, is over. Call outside the lock.</summary>
    public void OnDone(Exception? error)
    {
        // Stopped first, so that the piece itself is still unfinished and the error is not missed.
        if (error is not null)
            _multiplexer.Stop(this, error);

        Finish(1);
    }

    /// <summary>So many pieces are over. Call outside the lock.</summary>
    public void Finish(int count)
    {
        if (Interlocked.Add(ref _unfinished, -count) != 0)
            return;

        if (!_stopped)
            _ended.TrySetResult();
        else if (_error is null)
            _ended.TrySetCanceled(_cancelledBy);
        else
            _ended.TrySetException(_error);
    }

    protected abstract void Encode(ReplySlot slot);

    /// <summary>Takes in a piece's reply.</summary>
    /// <exception cref="SpinnakerException">It is an error, or none that can be read.</exception>
    protected abstract void Decode(int piece, Datagram reply);
}
