using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async;

/// <summary>The events of opening and closing a machine.</summary>
internal static partial class OpeningLog
{
    [LoggerMessage(401, LogLevel.Information, "{Host}: {Step}: {Message}")]
    public static partial void Step(ILogger logger, string host, TransceiverStep step, string message);

    [LoggerMessage(402, LogLevel.Information, "{Host} is open after {Elapsed}: {Boards} boards and {Chips} chips, which run {Version}")]
    public static partial void Opened(ILogger logger, string host, TimeSpan elapsed, int boards, int chips, SoftwareVersion version);

    [LoggerMessage(403, LogLevel.Error, "{Host} could not be opened, after {Elapsed}")]
    public static partial void OpeningFailed(ILogger logger, Exception exception, string host, TimeSpan elapsed);

    [LoggerMessage(404, LogLevel.Information, "The machine at {Host} is being closed")]
    public static partial void Closing(ILogger logger, string host);

    [LoggerMessage(405, LogLevel.Information, "The machine at {Host} is closed")]
    public static partial void Closed(ILogger logger, string host);

    [LoggerMessage(406, LogLevel.Error, "The boards of the machine at {Host} could not be switched off when it was closed")]
    public static partial void SwitchingOffFailed(ILogger logger, Exception exception, string host);
}
