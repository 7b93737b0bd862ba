using SpiNNMan.Async.Cli.Processes;

namespace SpiNNMan.Async.Cli.Errors;

/// <summary>Reports errors that no other code has handled: in one line, and with a stack trace only if the user asks for it.</summary>
internal static class LastResort
{
    /// <summary>The environment variable that turns stack traces on, for people who look for a defect.</summary>
    public const string Variable = "SPINNMAN_TRACE";

    /// <summary>Also reports errors that other threads did not handle. The process ends after that.</summary>
    public static void InstallHandler() => AppDomain.CurrentDomain.UnhandledException += static (_, raised) =>
    {
        Report(raised.ExceptionObject as Exception);
        Environment.Exit(ExitCodes.Failure);
    };

    /// <summary>Writes an error to standard error, if that is still possible.</summary>
    public static void Report(Exception? exception)
    {
        try
        {
            Console.Error.WriteLine($"spinnman: {(exception is null ? "it failed for no reason that is known." : Failures.Explain(exception))}");
            if (exception is not null && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
                Console.Error.WriteLine(exception);
        }
        catch (Exception unheard) when (unheard is IOException or UnauthorizedAccessException or ObjectDisposedException or OutOfMemoryException)
        {
            // Standard error does not work either, so there is no way to report this.
        }
    }
}
