using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Boards;

/// <summary>The events of switching boards.</summary>
internal static partial class PowerLog
{
    [LoggerMessage(701, LogLevel.Information, "{Boards} boards get the order {Command}")]
    public static partial void Switching(ILogger logger, int boards, PowerCommand command);

    [LoggerMessage(702, LogLevel.Information, "{Boards} boards did {Command}, after {Elapsed}")]
    public static partial void Switched(ILogger logger, int boards, PowerCommand command, TimeSpan elapsed);

    [LoggerMessage(703, LogLevel.Error, "The frame of board {Board} did not do {Command}: {Error}")]
    public static partial void SwitchingFailed(ILogger logger, BoardLocation board, PowerCommand command, string error);

    [LoggerMessage(704, LogLevel.Information, "{Rest} pass before the boards are switched on: they were switched off a short time ago")]
    public static partial void WaitingForRest(ILogger logger, TimeSpan rest);

    [LoggerMessage(705, LogLevel.Warning, "The BMP at {Host} is left out: {Error}")]
    public static partial void BmpLeftOut(ILogger logger, string host, string error);

    [LoggerMessage(706, LogLevel.Information, "The BMP at {Host} answers, and takes part")]
    public static partial void BmpConnected(ILogger logger, string host);

    [LoggerMessage(707, LogLevel.Warning, "The BMP at {Host} did not say whether it did {Command}: the voltages of its boards tell")]
    public static partial void OrderUnanswered(ILogger logger, string host, PowerCommand command);
}
