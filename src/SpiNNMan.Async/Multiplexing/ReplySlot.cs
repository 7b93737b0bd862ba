using System.Threading.Tasks.Sources;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>One request and the caller that awaits its reply; pooled.</summary>
/// <remarks>
/// The base class has the state for the engine. The slot completes once, outside the lock, as an effect of the event that ended the request. It returns to its pool when the caller takes the
/// result, not before: until then a cancellation may still run. A piece of a transfer has no caller: its reply goes to the transfer, and the slot returns at once.
/// </remarks>
internal sealed class ReplySlot(RequestMultiplexer owner) : RequestEntry, IValueTaskSource<Datagram>
{
    private ManualResetValueTaskSourceCore<Datagram> _completion;
    private CancellationTokenRegistration _cancellation;

    public ValueTask<Datagram> Task => new(this, _completion.Version);

    public void Prepare(Datagram request, in RequestTraits traits, bool completeInline)
    {
        Request = request;
        Traits = traits;
        ResumesElsewhere = !completeInline;
    }

    /// <summary>Whether the caller is resumed by a <see cref="CompletionQueue"/>, and not where the reply is handled. A piece of a transfer has no caller.</summary>
    public bool ResumesElsewhere { get; private set; }

    /// <summary>Lets the token cancel the request, which may be in flight or done already.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((ReplySlot)state!).OnCancelled(token), this);
    }

    public void Complete(Datagram reply)
    {
        if (Sink is not Transfer sink)
        {
            _completion.SetResult(reply);
            return;
        }

        int piece = Piece;
        Release();
        sink.OnReply(piece, reply);
    }

    public void Fail(Exception error)
    {
        if (Sink is not Transfer sink)
        {
            _completion.SetException(error);
            return;
        }

        Release();
        sink.OnDone(error);
    }

    /// <summary>Clears the slot and returns it to the pool.</summary>
    public void Release()
    {
        _completion.Reset();
        _cancellation = default;
        ResumesElsewhere = false;
        ClearRequest();
        owner.Recycle(this);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    public Datagram GetResult(short token)
    {
        // Waits for a cancellation that is running now, so that it cannot reach the next request of the slot.
        _cancellation.Dispose();
        try
        {
            return _completion.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    private void OnCancelled(CancellationToken cancellationToken) => owner.Cancel(this, cancellationToken);
}
