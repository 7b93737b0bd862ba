using SpiNNMan.Async.Multiplexing.Engine;

namespace SpiNNMan.Async.Multiplexing.Resending;

/// <summary>Sends requests again for the resend policy, and has the clock.</summary>
internal interface IResendTarget
{
    /// <summary>The time.</summary>
    long Now { get; }

    /// <summary>Begins an attempt.</summary>
    /// <returns>Whether the request has not ended.</returns>
    bool TryResend(RecoveryState recovery);

    /// <summary>An attempt ran out of time.</summary>
    /// <returns>Whether this computer was listening when it did.</returns>
    bool OnAttemptTimeout(RecoveryState recovery);

    /// <summary>Whether enough attempts had no reply to give a request up.</summary>
    bool HasTriedEnough(RecoveryState recovery);

    /// <summary>How long a reply may still take after this computer has paused.</summary>
    TimeSpan GraceOf(RecoveryState recovery);
}
