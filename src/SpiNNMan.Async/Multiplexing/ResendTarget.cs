using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Resending;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Sends requests again through the engine, as the resend policy decides.</summary>
/// <param name="shell">The shell of the engine.</param>
/// <param name="journal">The log.</param>
internal sealed class ResendTarget(EngineShell shell, RequestJournal journal) : IResendTarget
{
    /// <inheritdoc/>
    public long Now => shell.Now;

    /// <inheritdoc/>
    public bool TryResend(RecoveryState recovery)
    {
        bool isOpen = shell.Raise(recovery, static (engine, recovery, now, _) => engine.TryResend(recovery, now));
        if (isOpen && !recovery.OnlyListens)
            journal.OnResent(recovery);

        return isOpen;
    }

    /// <inheritdoc/>
    public bool OnAttemptTimeout(RecoveryState recovery) => shell.Raise(
        (recovery, shell.HasUnread),
        static (engine, attempt, now, effects) => engine.OnAttemptTimeout(attempt.recovery, now, attempt.HasUnread, effects));

    /// <inheritdoc/>
    public bool HasTriedEnough(RecoveryState recovery) => shell.Ask(recovery, static (engine, recovery) => engine.HasTriedEnough(recovery));

    /// <inheritdoc/>
    public TimeSpan GraceOf(RecoveryState recovery) => shell.Ask(recovery, static (engine, recovery) => engine.GraceOf(recovery));
}
