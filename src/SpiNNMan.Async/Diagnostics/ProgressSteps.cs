namespace SpiNNMan.Async.Diagnostics;

/// <summary>Chooses which steps of a transfer are reported: about every hundredth part, and the last.</summary>
/// <remarks>A report runs code of a user, and costs more than a request.</remarks>
internal sealed class ProgressSteps(long total)
{
    /// <summary>The greatest number of reports before the last one.</summary>
    public const int Most = 100;

    private readonly long _step = Math.Max(1, total / Most);
    private long _told;

    /// <summary>Takes the next step to report, if it is reached.</summary>
    public bool TryTake(long done)
    {
        if (done >= total)
            return true;

        long told = Volatile.Read(ref _told);
        return done - told >= _step && Interlocked.CompareExchange(ref _told, done, told) == told;
    }
}
