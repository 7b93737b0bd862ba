namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>Recognises that the reader of standard output has gone, as <c>head</c> does when it has read enough.</summary>
internal static class ClosedPipe
{
    // EPIPE, of Linux and macOS.
    private const int BrokenPipe = 32;

    /// <summary>Whether an error says so.</summary>
    public static bool IsCauseOf(Exception exception) => exception is IOException { HResult: BrokenPipe } && !OperatingSystem.IsWindows();
}
