using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Errors;

/// <summary>Explains an error in one line: what failed, and what the user can try.</summary>
internal static class Failures
{
    private const string DefectOfThisProgram = "That is a defect of spinnman";

    // The Linux errors EMFILE (the process has too many open files) and ENFILE (the system has too many).
    private const int TooManyFiles = 24;
    private const int TooManyFilesInSystem = 23;

    /// <summary>Explains any error, also one that is a defect of this program.</summary>
    public static string Explain(Exception exception) => TryExplain(exception, out string? explanation)
        ? explanation
        : OneLine($"{exception.GetType().Name}: {exception.Message} {DefectOfThisProgram}: please report it, with what {LastResort.Variable}=1 shows.");

    /// <summary>Explains an error that is not a defect of this program.</summary>
    public static bool TryExplain(Exception exception, [NotNullWhen(true)] out string? explanation)
    {
        explanation = exception switch
        {
            SpinnakerTimeoutException { InnerException: SpinnakerConnectionException } => $"{exception.Message} 'spinnman doctor' looks at the way there.",
            SpinnakerTimeoutException => $"{exception.Message} If the board is on but not booted, try 'spinnman boot'; boards that wait for that are heard by 'spinnman listen'.",
            ScpResultException { Result: ScpResult.NoRoute } => $"{exception.Message} 'spinnman info' shows the chips there are.",
            CommandFailedException or SpinnakerException or UnauthorizedAccessException => exception.Message,
            IOException { HResult: TooManyFiles or TooManyFilesInSystem } => ExplainTooManyFiles(exception),
            IOException => exception.Message,
            SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } => ExplainTooManyFiles(exception),
            Win32Exception { NativeErrorCode: TooManyFiles or TooManyFilesInSystem } => ExplainTooManyFiles(exception),
            SocketException or Win32Exception => $"The system refuses something: {exception.Message}",
            OutOfMemoryException => "This computer has not enough memory, or threads, for that; 'ulimit -a' tells what a process may take.",
            TypeInitializationException or AggregateException when exception.InnerException is { } inner && TryExplain(inner, out string? deeper) => deeper,
            _ => null,
        };
        explanation = explanation is null ? null : OneLine(explanation);
        return explanation is not null;
    }

    private static string ExplainTooManyFiles(Exception exception) =>
        $"This process has as many files and sockets open as it may ({exception.Message}); 'ulimit -n' tells how many, and raises it.";

    private static string OneLine(string text) => PrintableText.OfLine(text.ReplaceLineEndings(" "));
}
