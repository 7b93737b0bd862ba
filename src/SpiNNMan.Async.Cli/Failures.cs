using System.Diagnostics.CodeAnalysis;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli;

/// <summary>Says in one line what failed and what to try.</summary>
internal static class Failures
{
    /// <summary>Explains an error that is not a defect of this program.</summary>
    public static bool TryExplain(Exception exception, [NotNullWhen(true)] out string? explanation)
    {
        explanation = exception switch
        {
            CommandFailedException or BoardBootException => exception.Message,
            SpinnakerTimeoutException => $"{exception.Message} If the board is on but not booted, try 'spinnman boot'; boards that wait for that are heard by 'spinnman listen'.",
            ScpResultException { Result: ScpResult.NoRoute } => $"{exception.Message} 'spinnman info' shows the chips there are.",
            SpinnakerException => exception.Message,
            UnauthorizedAccessException or IOException => exception.Message,
            _ => null,
        };
        explanation = explanation?.ReplaceLineEndings(" ");
        return explanation is not null;
    }
}
