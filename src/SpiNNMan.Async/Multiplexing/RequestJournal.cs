using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Writes what becomes of requests to the log of a user. Events that may come with every request are written at most once a second.</summary>
/// <remarks>A request that is answered in time never comes here: a batch of replies costs one comparison.</remarks>
/// <param name="logger">The log.</param>
/// <param name="peer">The other end.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestJournal(ILogger logger, string peer, TimeProvider time)
{
    private LogThrottle _resent;
    private LogThrottle _givenUp;
    private LogThrottle _unwanted;

    /// <summary>A request is sent again.</summary>
    public void OnResent(RecoveryState recovery)
    {
        if (logger.IsEnabled(LogLevel.Debug) && _resent.TryPass(time, out long leftOut))
            RequestLog.Retransmission(logger, peer, recovery.Command, recovery.Chip, recovery.Sequence, recovery.Reason, recovery.Timeouts, leftOut);
    }

    /// <summary>A request or a transfer failed.</summary>
    public void OnFailed(Exception error)
    {
        if (error is SpinnakerTimeoutException timeout && logger.IsEnabled(LogLevel.Warning) && _givenUp.TryPass(time, out long leftOut))
            RequestLog.GivenUp(logger, peer, timeout.Attempts, timeout.Elapsed, timeout.Message, leftOut);
    }

    /// <summary>A reply came late, twice, or to a request of another program.</summary>
    public void OnUnwanted(CoreLocation source, ushort sequence, ScpResult result)
    {
        if (logger.IsEnabled(LogLevel.Debug) && _unwanted.TryPass(time, out long leftOut))
            RequestLog.ReplyToNobody(logger, peer, source, sequence, result, leftOut);
    }

    /// <summary>The chip of the board is asked whether the board answers.</summary>
    public void OnAsked(ChipLocation home) => RequestLog.BoardAsked(logger, peer, home);

    /// <summary>A strategy of a user threw.</summary>
    public void OnStrategyFailed(Exception exception) => RequestLog.StrategyFailed(logger, exception, peer);

    /// <summary>The window changed, or the board fell silent or answers again.</summary>
    public void OnChanged(EngineChange? change)
    {
        if (change is not { } now)
            return;

        if (now.Window != now.WindowBefore)
            RequestLog.WindowChanged(logger, peer, now.Window, now.WindowBefore, now.LossRate);
        if (now is { IsProbing: true, WasProbing: false })
            RequestLog.PeerSilent(logger, peer);
        else if (now is { IsProbing: false, WasProbing: true })
            RequestLog.PeerBack(logger, peer);
    }
}
