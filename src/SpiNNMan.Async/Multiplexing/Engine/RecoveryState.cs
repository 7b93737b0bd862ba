using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>All facts for the resend policy about one request, from its first resend to its end.</summary>
/// <remarks>Only requests that are sent again have one, so it may allocate. The engine and the policy of one request never write at the same time.</remarks>
internal sealed class RecoveryState(RequestEntry entry, ResendReason reason)
{
    /// <summary>The request. It is valid only while <see cref="IsOver"/> is false, since entries are reused.</summary>
    public RequestEntry Entry => entry;

    /// <summary>Whether the request may be carried out twice. If not, it is sent again only after the board said that it did not carry it out.</summary>
    public bool IsRepeatable { get; } = entry.IsRepeatable;

    /// <summary>How long the board may take over it.</summary>
    public TimeSpan Allowance { get; } = entry.Traits.Allowance;

    /// <summary>The chip it goes to.</summary>
    public Destination Destination { get; } = entry.Destination;

    /// <summary>The command, for the log.</summary>
    public ScpCommand Command { get; } = entry.Traits.Command;

    /// <summary>The chip, for the log.</summary>
    public ChipLocation Chip { get; } = entry.Chip;

    /// <summary>The number of the request.</summary>
    public ushort Sequence { get; } = entry.Sequence;

    /// <summary>When the time of the caller began.</summary>
    public long Called { get; } = entry.Called;

    /// <summary>The timeout of the request when it ran out.</summary>
    public TimeSpan BaseTimeout { get; } = entry.LastTimeout;

    /// <summary>Whether the request has ended.</summary>
    public bool IsOver { get; set; }

    /// <summary>Why the next resend happens.</summary>
    public ResendReason Reason { get; set; } = reason;

    /// <summary>The number of attempts that timed out. Each doubles the timeout of the next (backoff).</summary>
    public int Timeouts { get; set; }

    /// <summary>The number of attempts that timed out while this computer was listening, or that were overtaken.</summary>
    public int Heard { get; set; } = entry.Heard;

    /// <summary>The number of attempts that timed out while it was not listening: it had paused, or replies waited to be read.</summary>
    public int Unheard { get; set; }

    /// <summary>The number of attempts that the board refused. Each makes the pause before the next longer.</summary>
    public int Refusals { get; set; } = reason == ResendReason.TryAgain ? 1 : 0;

    /// <summary>Whether the next attempt only waits a little longer for the reply to the last.</summary>
    public bool OnlyListens { get; set; }

    /// <summary>How long the current attempt may take.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>The end of that time.</summary>
    public long Due { get; set; }

    /// <summary>The listener that waits for the outcomes of attempts.</summary>
    public IAttemptListener? Listener { get; set; }
}
