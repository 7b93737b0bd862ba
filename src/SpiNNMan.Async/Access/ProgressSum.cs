using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Access;

/// <summary>Adds the progress of many transfers up.</summary>
internal sealed class ProgressSum(IProgress<TransferProgress> progress, long total)
{
    private readonly ProgressSteps _steps = new(total);
    private long _done;

    /// <summary>Makes the progress of one transfer; <see langword="null"/> if the caller wants no progress.</summary>
    public static IProgress<TransferProgress>? PartOf(ProgressSum? sum) => sum is null ? null : new Part(sum);

    /// <summary>Makes the sum; <see langword="null"/> if the caller wants no progress.</summary>
    public static ProgressSum? For(IProgress<TransferProgress>? progress, long total) => progress is null ? null : new ProgressSum(progress, total);

    /// <summary>More bytes are done.</summary>
    public void Add(long bytes)
    {
        long done = Interlocked.Add(ref _done, bytes);
        if (_steps.TryTake(done))
            progress.Tell(new TransferProgress(done, total));
    }

    private sealed class Part(ProgressSum sum) : IProgress<TransferProgress>
    {
        private long _last;

        public void Report(TransferProgress value)
        {
            long more = value.BytesDone - Interlocked.Exchange(ref _last, value.BytesDone);
            if (more != 0)
                sum.Add(more);
        }
    }
}
