using System.Net;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>The events of parts of a machine that fall silent, and come back.</summary>
internal static partial class SilenceLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Chip {Chip} does not answer: from now on it is asked, and not waited for")]
    public static partial void ChipSilent(ILogger logger, ChipLocation chip);

    [LoggerMessage(1002, LogLevel.Information, "Chip {Chip} answers again")]
    public static partial void ChipBack(ILogger logger, ChipLocation chip);

    [LoggerMessage(1003, LogLevel.Warning, "The board at {Board} does not answer: from now on it is asked, and not waited for")]
    public static partial void BoardSilent(ILogger logger, IPAddress board);

    [LoggerMessage(1004, LogLevel.Information, "The board at {Board} answers again")]
    public static partial void BoardBack(ILogger logger, IPAddress board);
}
