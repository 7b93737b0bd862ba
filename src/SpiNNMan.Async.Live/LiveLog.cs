using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Live;

/// <summary>Everything that live connections log. Event numbers are never used again; names are API once released.</summary>
internal static partial class LiveLog
{
    private const string Category = "SpiNNMan.Async.Live";

    /// <summary>The log of live connections.</summary>
    public static ILogger Of(ILoggerFactory factory) => new GuardedLogger(factory.CreateLogger(Category));

    [LoggerMessage(2001, LogLevel.Warning, "{What}")]
    public static partial void TagChanged(ILogger logger, string what);

    [LoggerMessage(2002, LogLevel.Debug, "Heard {Message}")]
    public static partial void Heard(ILogger logger, string message);

    [LoggerMessage(2003, LogLevel.Warning, "Heard {Message}")]
    public static partial void HeardUnusual(ILogger logger, string message);

    [LoggerMessage(2004, LogLevel.Error, "Run not made ready")]
    public static partial void NotReady(ILogger logger, Exception exception);

    [LoggerMessage(2005, LogLevel.Information, "Run {Number} ended: {Report}")]
    public static partial void RunEnded(ILogger logger, int number, string report);

    [LoggerMessage(2006, LogLevel.Error, "A notification was not dealt with; the next is listened for")]
    public static partial void NotHeard(ILogger logger, Exception exception);
}
