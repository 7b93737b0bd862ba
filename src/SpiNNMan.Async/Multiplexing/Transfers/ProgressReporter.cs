using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>Reports the progress of a transfer to an object of a user, on another thread than the one that receives.</summary>
/// <remarks>At most one report runs at a time, with the newest figure. About a hundred figures and the last one are reported before the transfer ends. A report that
/// throws ends the transfer.</remarks>
internal sealed class ProgressReporter(Transfer transfer, IProgress<TransferProgress> progress, long total, bool inline) : IThreadPoolWorkItem
{
    private readonly ProgressSteps _steps = new(total);
    private long _done;
    private int _scheduled;

    public void Add(int bytes)
    {
        if (!_steps.TryTake(Interlocked.Add(ref _done, bytes)))
            return;

        if (inline)
        {
            Report();
        }
        else if (Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            transfer.Hold();
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        // Cleared first, with a full fence: figures that are added from here on schedule another report.
        Interlocked.Exchange(ref _scheduled, 0);
        Exception? error = null;
        try
        {
            Report();
        }
        catch (Exception exception)
        {
            error = exception;
        }

        transfer.OnDone(error);
    }

    /// <exception cref="CallbackException">The object of the user threw, even if it threw an error of this library.</exception>
    private void Report()
    {
        try
        {
            progress.Report(new TransferProgress(Volatile.Read(ref _done), total));
        }
        catch (Exception exception) when (exception is not CallbackException)
        {
            throw CallbackException.OfProgress(exception);
        }
    }
}
