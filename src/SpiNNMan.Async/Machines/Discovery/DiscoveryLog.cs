using System.Net;
using Microsoft.Extensions.Logging;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The events of discovering a machine.</summary>
internal static partial class DiscoveryLog
{
    [LoggerMessage(601, LogLevel.Debug, "{Board}: a machine of {Width} by {Height} chips is discovered, {Chips} of which have a route")]
    public static partial void Discovering(ILogger logger, IPAddress? board, int width, int height, int chips);

    [LoggerMessage(602, LogLevel.Warning, "{Board}: {Kind}: {Message}")]
    public static partial void Finding(ILogger logger, IPAddress? board, DiscoveryFindingKind kind, string message);

    [LoggerMessage(603, LogLevel.Debug, "{Board} is discovered after {Elapsed} and {Requests} requests: {Chips} chips, {Findings} findings")]
    public static partial void Discovered(ILogger logger, IPAddress? board, TimeSpan elapsed, long requests, int chips, int findings);

    [LoggerMessage(604, LogLevel.Warning, "The board at {Board} stopped answering while its chips were asked; they are asked over another board")]
    public static partial void BoardLost(ILogger logger, Exception exception, IPAddress? board);
}
