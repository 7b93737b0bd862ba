using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>One progress made of those of several transfers that run side by side.</summary>
internal sealed class SharedProgress(IProgress<TransferProgress>? whole, int parts)
{
    private readonly TransferProgress[] _parts = new TransferProgress[parts];

    /// <summary>Whom one of the transfers tells; nobody if nobody listens.</summary>
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
