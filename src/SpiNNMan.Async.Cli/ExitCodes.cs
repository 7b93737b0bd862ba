namespace SpiNNMan.Async.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>Something failed; one line on standard error says what.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int WrongUsage = 2;

    /// <summary>What was asked is answered, and the answer is no: snapshots differ, or a machine has a problem.</summary>
    public const int NotSo = 3;

    /// <summary>It was stopped by Ctrl-C or a termination signal before it was done.</summary>
    public const int Interrupted = 130;
}
