using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    /// <summary>Begins a transfer, which ends by itself.</summary>
    public void Start(Transfer transfer, ChipLocation chip)
    {
        bool isClosed = true;
        lock (_gate)
        {
            if (_closed is null)
            {
                transfer.Destination = DestinationOf(chip);
                Enqueue(transfer);
                Admit();
                isClosed = false;
            }
        }

        RunDue();
        if (isClosed)
            Stop(transfer, Closed());
    }

    /// <summary>Ends a transfer before it is done: what is in flight for it is given up, what comes for it dropped.</summary>
    /// <param name="transfer">The transfer.</param>
    /// <param name="error">What it ends with; <see langword="null"/> if it is cancelled.</param>
    /// <param name="cancelledBy">Who cancelled it.</param>
    public void Stop(Transfer transfer, Exception? error, CancellationToken cancelledBy = default)
    {
        List<Recovery>? over = null;
        int ended = 0;
        lock (_gate)
        {
            if (!transfer.TryStop(error, cancelledBy))
                return;

            _queue.Remove(transfer);
            ended += transfer.Unsent;
            foreach (ReplySlot? slot in _pending.Places)
            {
                if (slot?.Sink != transfer)
                    continue;

                if (slot.Recovery is { } recovery)
                    (over ??= []).Add(recovery);

                Abandon(slot);
                slot.Release();
                ended++;
            }

            Admit();
        }

        foreach (Recovery recovery in over ?? [])
            recovery.Signal(AttemptOutcome.Ended);

        RunDue();
        if (ended > 0)
            transfer.Finish(ended);
    }
}
