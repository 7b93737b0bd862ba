using System.Threading.Tasks.Sources;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>One request on its way and the caller who awaits its reply; pooled.</summary>
/// <remarks>
/// Everything but the completion is written under the multiplexer's lock. The completion happens once, outside the lock, by whoever moved
/// the state to <see cref="SlotState.Done"/>. The slot goes back to its pool when the caller takes the result, not before: until then a
/// cancellation may still run.
/// </remarks>
internal sealed class ReplySlot(RequestMultiplexer owner) : IValueTaskSource<Datagram>
{
    private ManualResetValueTaskSourceCore<Datagram> _completion;
    private CancellationTokenRegistration _cancellation;

    public SlotState State { get; set; }

    public ushort Sequence { get; set; }

    public RequestTraits Traits { get; private set; }

    /// <summary>The encoded request, sent again as it is; the slot's own until it is done.</summary>
    public Datagram? Request { get; set; }

    public RoundTripEstimator? Estimator { get; set; }

    public int Sends { get; set; }

    public int Replies { get; set; }

    /// <summary>Replies to later requests to the same chip since this was last sent.</summary>
    public int OvertakenBy { get; set; }

    /// <summary>Numbers the transmissions of the connection: which of two requests went out later.</summary>
    public long Order { get; set; }

    /// <summary>The number of the request's first transmission.</summary>
    public long FirstOrder { get; set; }

    public long FirstSent { get; set; }

    public long LastSent { get; set; }

    /// <summary>When it is overdue.</summary>
    public long Deadline { get; set; }

    public TimeSpan LastTimeout { get; set; }

    /// <summary>The last answer that asked for another try.</summary>
    public ScpResult? LastRefusal { get; set; }

    public Recovery? Recovery { get; set; }

    /// <summary>The neighbours in the window's queue.</summary>
    public ReplySlot? QueuedBefore { get; set; }

    public ReplySlot? QueuedAfter { get; set; }

    public bool IsRepeatable => Traits.Repeatability == Repeatability.Repeatable;

    public ValueTask<Datagram> Task => new(this, _completion.Version);

    public void Prepare(Datagram request, in RequestTraits traits, bool completeInline)
    {
        Request = request;
        Traits = traits;
        _completion.RunContinuationsAsynchronously = !completeInline;
    }

    /// <summary>Lets the token cancel the request. The request may already be on its way, or done.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((ReplySlot)state!).OnCancelled(token), this);
    }

    public void Complete(Datagram reply) => _completion.SetResult(reply);

    public void Fail(Exception error) => _completion.SetException(error);

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
            Clear();
            owner.Recycle(this);
        }
    }

    private void OnCancelled(CancellationToken cancellationToken) => owner.Cancel(this, cancellationToken);

    private void Clear()
    {
        _completion.Reset();
        _cancellation = default;
        State = SlotState.Free;
        Request = null;
        Estimator = null;
        Recovery = null;
        LastRefusal = null;
        Sends = Replies = OvertakenBy = 0;
    }
}
