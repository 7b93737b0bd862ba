using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>Tells a user's progress object how far a transfer is, away from the thread that receives: it is the user's code.</summary>
/// <remarks>At most one report is under way at a time, with the newest figure; a hundred figures and the last are reported, before the transfer ends. A report that
/// throws ends the transfer.</remarks>
internal sealed class ProgressReporter(Transfer transfer, IProgress<TransferProgress> progress, long total, bool inline) : IThreadPoolWorkItem
{
    private readonly ProgressSteps _steps = new(total);
    private long _done;
    private int _scheduled;

    public void Add(int bytes)
    {
        if (!_steps.IsNext(Interlocked.Add(ref _done, bytes)))
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
        // Cleared first, with a full fence: what is added from here on schedules another report.
        Interlocked.Exchange(ref _scheduled, 0);
        Exception? error = null;
        try
        {
            Report();
        }
        catch (Exception exception)
        {
            error = Transfer.ToError(exception);
        }

        transfer.OnDone(error);
    }

    private void Report() => progress.Report(new TransferProgress(Volatile.Read(ref _done), total));
}
