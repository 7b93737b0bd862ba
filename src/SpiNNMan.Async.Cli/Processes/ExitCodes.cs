namespace SpiNNMan.Async.Cli.Processes;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCodes
{
    /// <summary>The command did everything.</summary>
    public const int Success = 0;

    /// <summary>Something failed. A line on standard error says what.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int WrongUsage = 2;

    /// <summary>The command worked, and its answer is no: snapshots differ, or a machine has a problem.</summary>
    public const int AnswerIsNo = 3;

    /// <summary>The reader of standard output is gone: 128 and the number of the signal that ends other programs then.</summary>
    public const int ClosedPipe = 141;

    /// <summary>Ctrl-C or a termination signal stopped the command before it was done.</summary>
    public const int Interrupted = 130;
}
