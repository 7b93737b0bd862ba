namespace SpiNNMan.Async.Diagnostics;

/// <summary>Chooses which figures of a transfer's progress are told: about every hundredth part, and the last.</summary>
/// <remarks>A report runs a user's code, and costs more than the request that it tells of.</remarks>
internal sealed class ProgressSteps(long total)
{
    /// <summary>How many reports there are at the most, besides the last.</summary>
    public const int Most = 100;

    private readonly long _step = Math.Max(1, total / Most);
    private long _told;

    /// <summary>Whether to tell that so much is done.</summary>
    public bool IsNext(long done)
    {
        if (done >= total)
            return true;

        long told = Volatile.Read(ref _told);
        return done - told >= _step && Interlocked.CompareExchange(ref _told, done, told) == told;
    }
}
