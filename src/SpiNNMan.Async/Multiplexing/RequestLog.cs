using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>The events of requests and their replies.</summary>
internal static partial class RequestLog
{
    [LoggerMessage(301, LogLevel.Debug, "{Peer}: {Command} to chip {Chip} (sequence {Sequence}) is sent again, because of {Reason}, after {Timeouts} timeouts; {LeftOut} more were not logged")]
    public static partial void Retransmission(ILogger logger, string peer, ScpCommand command, ChipLocation chip, int sequence, ResendReason reason, int timeouts, long leftOut);

    [LoggerMessage(302, LogLevel.Warning, "{Peer}: a request is given up after {Attempts} attempts in {Elapsed}: {Error}; {LeftOut} more were not logged")]
    public static partial void GivenUp(ILogger logger, string peer, int attempts, TimeSpan elapsed, string error, long leftOut);

    [LoggerMessage(303, LogLevel.Debug, "{Peer}: a reply from {Source} (sequence {Sequence}, {Result}) belongs to no request that waits; {LeftOut} more were not logged")]
    public static partial void ReplyToNobody(ILogger logger, string peer, CoreLocation source, int sequence, ScpResult result, long leftOut);

    [LoggerMessage(304, LogLevel.Debug, "{Peer}: the window is {Window} requests, after {Before}; the rate of loss is {LossRate}")]
    public static partial void WindowChanged(ILogger logger, string peer, int window, int before, double lossRate);

    [LoggerMessage(305, LogLevel.Information, "{Peer}: a chip does not answer; chip {Home} of the board is asked whether the board does")]
    public static partial void BoardAsked(ILogger logger, string peer, ChipLocation home);

    [LoggerMessage(306, LogLevel.Warning, "{Peer} is silent: one request at a time finds out whether it is back, and the others wait less long")]
    public static partial void PeerSilent(ILogger logger, string peer);

    [LoggerMessage(307, LogLevel.Information, "{Peer} answers again")]
    public static partial void PeerBack(ILogger logger, string peer);

    [LoggerMessage(308, LogLevel.Warning, "{Peer}: a resend strategy of the program threw")]
    public static partial void StrategyFailed(ILogger logger, Exception exception, string peer);
}
