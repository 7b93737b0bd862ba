using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>A request in the hands of the resend policy, from its first resend to its end, with everything that the policy decides by.</summary>
/// <remarks>Made for requests that are overdue only, so it may allocate. Written under the multiplexer's lock.</remarks>
internal sealed class Recovery(RequestMultiplexer owner, ReplySlot slot, ResendReason reason)
{
    private TaskCompletionSource<AttemptOutcome>? _attempt;
    private bool _refusedAtFirst = reason == ResendReason.TryAgain;

    /// <summary>The request; to be looked at only while <see cref="IsOver"/> is false, since slots are used again.</summary>
    public ReplySlot Slot => slot;

    /// <summary>Who carries the request.</summary>
    public RequestMultiplexer Owner => owner;

    /// <summary>The rules that it is resent by.</summary>
    public ResendPolicy Policy => owner.Policy;

    /// <summary>Whether the request may be carried out twice. If not, it is sent again only after the board said that it did not carry it out.</summary>
    public bool IsRepeatable { get; } = slot.IsRepeatable;

    /// <summary>How long the board may take over it.</summary>
    public TimeSpan Allowance { get; } = slot.Traits.TimeoutClass.Allowance;

    /// <summary>Whether the request has ended one way or the other.</summary>
    public bool IsOver { get; set; }

    /// <summary>Why the next resend happens.</summary>
    public ResendReason Reason { get; set; } = reason;

    /// <summary>Attempts that ran out of time: each doubles the timeout of the next.</summary>
    public int Timeouts { get; set; }

    /// <summary>Attempts that ran out of time while this computer was listening for a reply.</summary>
    public int Heard { get; set; } = slot.Heard;

    /// <summary>Attempts that ran out of time while it was not: it had paused, or replies were waiting to be read.</summary>
    public int Unheard { get; set; }

    /// <summary>Attempts the board refused: each lengthens the pause before the next.</summary>
    public int Refusals { get; set; } = reason == ResendReason.TryAgain ? 1 : 0;

    /// <summary>Whether the next attempt just waits a little longer for the reply to the last.</summary>
    public bool OnlyListens { get; set; }

    /// <summary>How long the attempt under way may take.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>When that time is up.</summary>
    public long Due { get; set; }

    /// <summary>The chip it goes to.</summary>
    public Destination Destination { get; } = slot.Destination;

    /// <summary>The request's number.</summary>
    public ushort Sequence { get; } = slot.Sequence;

    /// <summary>When the caller's time began.</summary>
    public long Called { get; } = slot.Called;

    /// <summary>What the request's timeout was when it was overdue.</summary>
    public TimeSpan BaseTimeout { get; } = slot.LastTimeout;

    /// <summary>The policy at work; ends soon after the request has.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>One attempt: sends the request again and waits for what comes of it.</summary>
    public async ValueTask<AttemptOutcome> AttemptAsync(CancellationToken cancellationToken)
    {
        if (_refusedAtFirst)
        {
            // The attempt before the policy came in was the one the board refused: let the policy pause before the next.
            _refusedAtFirst = false;
            return AttemptOutcome.TryAgain;
        }

        Task<AttemptOutcome> attempt = owner.ResendAsync(this);
        return await attempt.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins to wait for an attempt's outcome. Call under the lock.</summary>
    public Task<AttemptOutcome> ExpectAsync(bool completeInline)
    {
        _attempt = new TaskCompletionSource<AttemptOutcome>(
            completeInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        return _attempt.Task;
    }

    /// <summary>Says what came of the attempt that is waited for, if one is. Call outside the lock.</summary>
    public void Signal(AttemptOutcome outcome) => _attempt?.TrySetResult(outcome);
}
