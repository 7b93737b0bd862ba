using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Everything that the resend policy decides by, for one request from its first resend to its end.</summary>
/// <remarks>Made for requests only that are sent again, so it may allocate. The engine and the policy of one request never write at the same time.</remarks>
internal sealed class RecoveryState(RequestEntry entry, ResendReason reason)
{
    /// <summary>The request; to be looked at only while <see cref="IsOver"/> is false, since entries are used again.</summary>
    public RequestEntry Entry => entry;

    /// <summary>Whether the request may be carried out twice. If not, it is sent again only after the board said that it did not carry it out.</summary>
    public bool IsRepeatable { get; } = entry.IsRepeatable;

    /// <summary>How long the board may take over it.</summary>
    public TimeSpan Allowance { get; } = entry.Traits.TimeoutClass.Allowance;

    /// <summary>The chip it goes to.</summary>
    public Destination Destination { get; } = entry.Destination;

    /// <summary>The request's number.</summary>
    public ushort Sequence { get; } = entry.Sequence;

    /// <summary>When the caller's time began.</summary>
    public long Called { get; } = entry.Called;

    /// <summary>What the request's timeout was when it ran out.</summary>
    public TimeSpan BaseTimeout { get; } = entry.LastTimeout;

    /// <summary>Whether the request has ended one way or the other.</summary>
    public bool IsOver { get; set; }

    /// <summary>Why the next resend happens.</summary>
    public ResendReason Reason { get; set; } = reason;

    /// <summary>Attempts that ran out of time: each doubles the timeout of the next.</summary>
    public int Timeouts { get; set; }

    /// <summary>Attempts that ran out of time while this computer was listening for a reply, or that were overtaken.</summary>
    public int Heard { get; set; } = entry.Heard;

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

    /// <summary>Who waits for what comes of the attempts.</summary>
    public IAttemptListener? Listener { get; set; }
}
