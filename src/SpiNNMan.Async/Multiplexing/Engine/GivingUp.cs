using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Gives up requests whose time has run out, with the requests that wait for the same chip or board.</summary>
internal sealed class GivingUp(RequestFlow flow)
{
    private readonly List<QueueEntry> _expired = [];
    private bool _isAsking;

    /// <summary>A retransmission timeout ran out, and there is no reason to wait longer.</summary>
    public void OnTimeout(RequestEntry entry, long now, long late, Effects effects)
    {
        bool wasHeard = entry.Deferrals == 0 || LossDetector.IsPunctual(late, entry.LastTimeout);
        if (wasHeard)
        {
            entry.Heard++;
            flow.Silence.CountTry(entry.LastSent, now, entry.IsRepeatable ? 1 : EngineSettings.LeastTries);
            AskBoard(entry, effects);
        }

        if (entry.IsRepeatable)
        {
            entry.Destination.Estimator.BackOff(entry.LastSent, now);
            flow.CountLoss(entry);
            if (!flow.Silence.IsSilent || flow.Silence.LastReply > entry.Called || now < flow.Losses.EndOf(entry))
            {
                flow.Apply(RequestEvent.TimedOut, entry, now, effects, ResendReason.Timeout);
                return;
            }

            // It waited so long before it was sent that the time of its caller is up. Other requests have shown that the board is silent.
            GiveUp(entry, now, effects);
            OnGivenUp(entry, now, effects);
            return;
        }

        entry.LastTimeout = TimeSpan.FromTicks(now - entry.LastSent);
        flow.Counters.TimedOut++;
        flow.Apply(RequestEvent.TimedOut, entry, now, effects, error: flow.Errors.GivenUp(entry, now, flow.Silence.LastReply));
        OnGivenUp(entry, now, effects);
    }

    /// <summary>
    /// Gives up a request. If the board has answered nothing since the call, and had no long command to carry out, the whole board is given up. All requests that wait for it
    /// fail too. If only the chip has carried out nothing, the requests for this chip fail. If no other chip of the board was asked, nothing else is known.
    /// </summary>
    public void OnGivenUp(RequestEntry given, long now, Effects effects)
    {
        if (!given.IsToMonitor)
            return;

        if (flow.Silence.LastReply >= given.Called)
        {
            GiveUpChip(given, now, effects);
            return;
        }

        if (!IsBoardInDoubt(given))
        {
            // It may be this chip only: it got so many requests that no other chip was asked.
            GiveUpChip(given, now, effects);
            AskBoard(given, effects);
            return;
        }

        foreach (RequestEntry? entry in flow.InFlight.Places)
        {
            if (entry is not null && entry.Traits.TimeoutClass != TimeoutClass.Prompt)
                return;
        }

        flow.Admission.BeginProbing();
        foreach (RequestEntry? entry in flow.InFlight.Places)
        {
            if (entry is { State: RequestState.Recovering, IsRepeatable: true, Recovery.Heard: > 0 } && entry.Called < now)
                GiveUp(entry, now, effects);
        }

        while (flow.Admission.AnyQueued() is { } queued)
            GiveUp(queued, now, effects);
    }

    /// <summary>Asks the chip of the board for its version before the board is given up because of another chip.</summary>
    /// <param name="silent">The request that had no reply.</param>
    /// <param name="effects">Takes the effects.</param>
    public void AskBoard(RequestEntry silent, Effects effects)
    {
        Admission admission = flow.Admission;
        if (_isAsking || !flow.Silence.IsNearlySilent || flow.Silence.LastReply >= silent.Called || !silent.IsToMonitor || admission.IsProbing || admission.IsHome(silent.Chip))
            return;

        foreach (RequestEntry? entry in flow.InFlight.Places)
        {
            if (entry is { IsToMonitor: true } && admission.IsHome(entry.Chip))
                return;
        }

        _isAsking = true;
        effects.Asked = admission.Home;
    }

    /// <summary>The chip of the board is being asked.</summary>
    public void OnAsked() => _isAsking = false;

    /// <summary>Whether another chip than that of the request had no reply either, or the chip is that of the board.</summary>
    private bool IsBoardInDoubt(RequestEntry given)
    {
        if (flow.Admission.IsHome(given.Chip))
            return true;

        foreach (RequestEntry? entry in flow.InFlight.Places)
        {
            if (entry is { IsToMonitor: true } && entry.Destination != given.Destination && (entry.Heard > 0 || entry.Recovery?.Heard > 0))
                return true;
        }

        return false;
    }

    /// <summary>Fails the entries whose time in the queue is up, if the board answered nothing meanwhile.</summary>
    public void ExpireQueue(long now, Effects effects)
    {
        if (now < flow.Silence.QueueDue)
        {
            flow.TickBy(flow.Silence.QueueDue);
            return;
        }

        if (flow.Admission.Queued == 0)
        {
            flow.Silence.OnLookedThrough(long.MaxValue, now);
            return;
        }

        long next = flow.Admission.ListExpired(entry => flow.Silence.DeadlineOf(entry, flow.Admission.IsProbing), now, _expired);
        if (!flow.Silence.IsSilent)
        {
            // The board may not be silent: the requests in flight will show it.
            _expired.Clear();
            next = now;
        }

        foreach (QueueEntry entry in _expired)
            GiveUp(entry, now, effects);

        _expired.Clear();
        flow.Silence.OnLookedThrough(next, now);
        flow.TickBy(flow.Silence.QueueDue);
    }

    /// <summary>If a chip carries out nothing while its board answers other chips, the waiting requests fail with the first one.</summary>
    private void GiveUpChip(RequestEntry given, long now, Effects effects)
    {
        Destination chip = given.Destination;
        if (chip.LastServed > given.Called)
            return;

        foreach (RequestEntry? entry in flow.InFlight.Places)
        {
            if (entry is not null && entry.Destination == chip && entry.Traits.TimeoutClass != TimeoutClass.Prompt)
                return;
        }

        flow.Admission.ListExpired(entry => entry.Destination == chip && entry.IsToMonitor ? now : long.MaxValue, now, _expired);
        foreach (QueueEntry entry in _expired)
            GiveUp(entry, now, effects);

        _expired.Clear();
    }

    private void GiveUp(QueueEntry queued, long now, Effects effects)
    {
        if (queued is RequestEntry entry)
        {
            flow.Counters.TimedOut++;
            flow.Apply(RequestEvent.GivenUp, entry, now, effects, error: flow.Errors.GivenUp(entry, now, flow.Silence.LastReply));
        }
        else
        {
            var transfer = (TransferEntry)queued;
            StopQueued(transfer, flow.Errors.GivenUp(transfer, now, flow.Silence.LastReply), effects);
        }
    }

    /// <summary>Ends a transfer in the queue.</summary>
    public void StopQueued(TransferEntry transfer, Exception error, Effects effects)
    {
        flow.Admission.RemoveQueued(transfer);
        effects.Stop(transfer, error);
    }
}
