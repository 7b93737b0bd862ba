using System.Net;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>The events of a machine that is open: its applications, and parts that fall silent and come back.</summary>
internal static partial class MachineLog
{
    [LoggerMessage(801, LogLevel.Information, "Application {ApplicationId} is loaded on {Cores} cores, {Repaired} of them again, after {Elapsed}")]
    public static partial void Loaded(ILogger logger, int applicationId, int cores, int repaired, TimeSpan elapsed);

    [LoggerMessage(802, LogLevel.Error, "Application {ApplicationId} is not on {Failed} of {Cores} cores")]
    public static partial void LoadingFailed(ILogger logger, int applicationId, int failed, int cores);

    [LoggerMessage(803, LogLevel.Information, "Application {ApplicationId} begins, on {Cores} cores")]
    public static partial void SessionBegins(ILogger logger, int applicationId, int cores);

    [LoggerMessage(804, LogLevel.Debug, "Signal {Signal} is sent to application {ApplicationId}")]
    public static partial void SignalSent(ILogger logger, Signal signal, int applicationId);

    [LoggerMessage(805, LogLevel.Information, "Application {ApplicationId} is stopped, and its memory, routes and tags are free")]
    public static partial void SessionEnded(ILogger logger, int applicationId);

    [LoggerMessage(806, LogLevel.Warning, "Application {ApplicationId} was not cleaned up: cores, memory, routes or tags may be left")]
    public static partial void CleanUpFailed(ILogger logger, Exception exception, int applicationId);

    [LoggerMessage(807, LogLevel.Information, "Application {ApplicationId} is detached: it stays on the machine")]
    public static partial void SessionDetached(ILogger logger, int applicationId);

    [LoggerMessage(808, LogLevel.Error, "Cores did not get where they were waited for: {Error}")]
    public static partial void WaitingFailed(ILogger logger, string error);

    [LoggerMessage(1001, LogLevel.Warning, "Chip {Chip} does not answer: from now on it is asked, and not waited for")]
    public static partial void ChipSilent(ILogger logger, ChipLocation chip);

    [LoggerMessage(1002, LogLevel.Information, "Chip {Chip} answers again")]
    public static partial void ChipBack(ILogger logger, ChipLocation chip);

    [LoggerMessage(1003, LogLevel.Warning, "The board at {Board} does not answer: from now on it is asked, and not waited for")]
    public static partial void BoardSilent(ILogger logger, IPAddress board);

    [LoggerMessage(1004, LogLevel.Information, "The board at {Board} answers again")]
    public static partial void BoardBack(ILogger logger, IPAddress board);
}
