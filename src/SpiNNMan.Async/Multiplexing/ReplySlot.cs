using System.Threading.Tasks.Sources;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>One request on its way and the caller who awaits its reply; pooled.</summary>
/// <remarks>
/// Everything but the completion is written under the multiplexer's lock. The completion happens once, outside the lock, by whoever moved
/// the state to <see cref="SlotState.Done"/>. The slot goes back to its pool when the caller takes the result, not before: until then a
/// cancellation may still run. A piece of a transfer has no caller: its reply is handed to the transfer, and the slot goes back at once.
/// </remarks>
internal sealed class ReplySlot(RequestMultiplexer owner) : QueueEntry, IValueTaskSource<Datagram>
{
    private ManualResetValueTaskSourceCore<Datagram> _completion;
    private CancellationTokenRegistration _cancellation;

    public SlotState State { get; set; }

    public ushort Sequence { get; set; }

    public RequestTraits Traits { get; private set; }

    /// <summary>The encoded request, sent again as it is; the slot's own until it is done.</summary>
    public Datagram? Request { get; set; }

    /// <summary>The transfer that this is a piece of, if it is one.</summary>
    public Transfer? Sink { get; set; }

    /// <summary>Which piece of its transfer it is.</summary>
    public int Piece { get; set; }

    /// <summary>Where in the outbox it is, if it waits there to be sent; otherwise less than 0.</summary>
    public int OutboxIndex { get; set; } = -1;

    /// <summary>Whether something sent is on its way that has neither been answered nor taken to be lost.</summary>
    public bool IsOut { get; set; }

    /// <summary>How often it was given more time because replies were waiting to be read.</summary>
    public int Postponed { get; set; }

    /// <summary>Whether it was overdue together with others, of which one was sent again for all.</summary>
    public bool WasSpared { get; set; }

    public int Sends { get; set; }

    public int Replies { get; set; }

    /// <summary>Replies to later requests to the same chip since this was last sent.</summary>
    public int OvertakenBy { get; set; }

    /// <summary>Numbers the transmissions of the connection: which of two requests went out later.</summary>
    public long Order { get; set; }

    /// <summary>The number of the request's first transmission.</summary>
    public long FirstOrder { get; set; }

    /// <summary>How often it was due for want of a reply while this computer was listening.</summary>
    public int Heard { get; set; }

    /// <summary>Transmissions that this computer refused to send.</summary>
    public int Unsent { get; set; }

    /// <summary>Why the last of these was not sent.</summary>
    public SpinnakerConnectionException? SendError { get; set; }

    public long LastSent { get; set; }

    /// <summary>When it is overdue.</summary>
    public long Deadline { get; set; }

    public TimeSpan LastTimeout { get; set; }

    /// <summary>The last answer that asked for another try.</summary>
    public ScpResult? LastRefusal { get; set; }

    /// <summary>How often it had been sent when that answer came.</summary>
    public int RefusedSends { get; set; }

    /// <summary>When it came.</summary>
    public long RefusedAt { get; set; }

    /// <summary>Whether the last thing heard is that answer, and it has not been sent again since.</summary>
    public bool IsRefused => LastRefusal is not null && RefusedSends == Sends;

    public Recovery? Recovery { get; set; }

    /// <summary>The neighbours among those in flight to the same chip, by when they were last sent.</summary>
    public ReplySlot? SentBefore { get; set; }

    public ReplySlot? SentAfter { get; set; }

    public bool IsRepeatable => Traits.Repeatability == Repeatability.Repeatable;

    public ValueTask<Datagram> Task => new(this, _completion.Version);

    public void Prepare(Datagram request, in RequestTraits traits, bool completeInline)
    {
        Request = request;
        Traits = traits;
        IsToMonitor = traits.Destination.Core == 0;
        _completion.RunContinuationsAsynchronously = !completeInline;
    }

    /// <summary>Lets the token cancel the request. The request may already be on its way, or done.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((ReplySlot)state!).OnCancelled(token), this);
    }

    public void Complete(Datagram reply)
    {
        if (Sink is not { } sink)
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
        if (Sink is not { } sink)
        {
            _completion.SetException(error);
            return;
        }

        Release();
        sink.OnDone(error);
    }

    /// <summary>Clears the slot and gives it back.</summary>
    public void Release()
    {
        Clear();
        owner.Recycle(this);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    public Datagram GetResult(short token)
    {
        // Waits for a cancellation that is running right now, so that it cannot reach the slot's next request.
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

    private void Clear()
    {
        _completion.Reset();
        _cancellation = default;
        State = SlotState.Free;
        Request = null;
        Destination = null!;
        Sink = null;
        Recovery = null;
        LastRefusal = null;
        SendError = null;
        IsOut = WasSpared = false;
        Sends = Postponed = Replies = OvertakenBy = Heard = Unsent = RefusedSends = 0;
    }
}
