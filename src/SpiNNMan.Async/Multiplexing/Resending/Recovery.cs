using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Multiplexing.Engine;

namespace SpiNNMan.Async.Multiplexing.Resending;

/// <summary>A request that is with the resend policy, from its first resend to its end.</summary>
internal sealed class Recovery : IAttemptListener
{
    private readonly bool _completeInline;
    private TaskCompletionSource<AttemptOutcome>? _attempt;
    private bool _refusedAtFirst;

    public Recovery(IResendTarget target, ResendPolicy policy, RecoveryState state, bool completeInline)
    {
        _completeInline = completeInline;
        _refusedAtFirst = state.Reason == ResendReason.TryAgain;
        Target = target;
        Policy = policy;
        State = state;
        state.Listener = this;
    }

    /// <summary>The facts for the policy.</summary>
    public RecoveryState State { get; }

    /// <summary>Sends the request again.</summary>
    public IResendTarget Target { get; }

    /// <summary>The resend policy.</summary>
    public ResendPolicy Policy { get; }

    /// <summary>The running policy. It ends soon after the request.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Makes one attempt: sends the request again, and waits for the outcome.</summary>
    public async ValueTask<AttemptOutcome> AttemptAsync(CancellationToken cancellationToken)
    {
        if (_refusedAtFirst)
        {
            // The board refused the attempt before the policy began: let the policy pause before the next.
            _refusedAtFirst = false;
            return AttemptOutcome.TryAgain;
        }

        // Made before the request is sent, so that no outcome is missed.
        var attempt = new TaskCompletionSource<AttemptOutcome>(_completeInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _attempt, attempt);
        return Target.TryResend(State) ? await attempt.Task.WaitAsync(cancellationToken).ConfigureAwait(false) : AttemptOutcome.Ended;
    }

    /// <inheritdoc/>
    public void Signal(AttemptOutcome outcome) => Volatile.Read(ref _attempt)?.TrySetResult(outcome);
}
