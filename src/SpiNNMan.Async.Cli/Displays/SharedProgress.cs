using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Cli.Displays;

/// <summary>Adds up the progress of several transfers that run at the same time.</summary>
internal sealed class SharedProgress(IProgress<TransferProgress>? whole, int parts)
{
    private readonly TransferProgress[] _parts = new TransferProgress[parts];

    /// <summary>The receiver for the progress of one of the transfers; <see langword="null"/> if the progress is not shown.</summary>
    public IProgress<TransferProgress>? Part(int index) => whole is null ? null : new Reporter(this, index);

    private void Report(int index, TransferProgress value)
    {
        long done;
        long total;
        lock (_parts)
        {
            _parts[index] = value;
            done = _parts.Sum(static part => part.BytesDone);
            total = _parts.Sum(static part => part.BytesTotal);
        }

        whole!.Report(new TransferProgress(done, total));
    }

    private sealed class Reporter(SharedProgress owner, int index) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => owner.Report(index, value);
    }
}
