namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>A way to read memory, compare it, and count.</summary>
internal abstract class Work
{
    /// <summary>Reads by so many requests, or until the time is up if it is none.</summary>
    public abstract Task RunAsync(long requests, CancellationToken cancellationToken);

    /// <summary>Adds what the last run counted.</summary>
    public abstract RunResult Complete(RunResult result);
}
