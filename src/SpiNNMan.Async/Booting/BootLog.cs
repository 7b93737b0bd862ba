using System.Net;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Booting;

/// <summary>The events of booting a board.</summary>
internal static partial class BootLog
{
    [LoggerMessage(501, LogLevel.Debug, "{Board}: the image is sent, in {Messages} messages, for the {Round}. time")]
    public static partial void ImageSent(ILogger logger, IPAddress? board, int messages, int round);

    [LoggerMessage(502, LogLevel.Debug, "{Board}: booting is in phase {Phase} after {Elapsed}")]
    public static partial void Phase(ILogger logger, IPAddress? board, BootPhase phase, TimeSpan elapsed);

    [LoggerMessage(503, LogLevel.Information, "{Board} is booted after {Elapsed} and {Rounds} images, and runs {Version}")]
    public static partial void Booted(ILogger logger, IPAddress? board, TimeSpan elapsed, int rounds, SoftwareVersion version);

    [LoggerMessage(504, LogLevel.Error, "{Board} could not be booted: {Failure}, after {Elapsed} and {Rounds} images")]
    public static partial void BootFailed(ILogger logger, Exception exception, IPAddress? board, BoardBootFailure failure, TimeSpan elapsed, int rounds);
}
