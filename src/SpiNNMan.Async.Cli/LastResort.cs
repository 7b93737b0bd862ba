namespace SpiNNMan.Async.Cli;

/// <summary>What is done about errors that nothing else has taken: one line that says so, never a trace of calls unless it is asked for.</summary>
internal static class LastResort
{
    /// <summary>The variable that asks for traces, for those who look for a defect.</summary>
    public const string Variable = "SPINNMAN_TRACE";

    /// <summary>Says it for errors of threads as well, and ends the process.</summary>
    public static void Install() => AppDomain.CurrentDomain.UnhandledException += static (_, raised) =>
    {
        Tell(raised.ExceptionObject as Exception);
        Environment.Exit(ExitCodes.Failure);
    };

    /// <summary>Says it on standard error, if that can still be written to.</summary>
    public static void Tell(Exception? exception)
    {
        try
        {
            Console.Error.WriteLine($"spinnman: {(exception is null ? "it failed for no reason that is known." : Failures.Explain(exception))}");
            if (exception is not null && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
                Console.Error.WriteLine(exception);
        }
        catch (Exception unheard) when (unheard is IOException or UnauthorizedAccessException or ObjectDisposedException or OutOfMemoryException)
        {
            // Nobody can be told.
        }
    }
}
