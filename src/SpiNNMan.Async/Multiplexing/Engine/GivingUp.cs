using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>What follows when time runs out: for one request, for its board, and for those who wait for it.</summary>
internal sealed class GivingUp(RequestFlow flow)
{
    private readonly List<QueueEntry> _expired = [];
    private bool _isAsking;

    /// <summary>A retransmission timeout ran out, and nothing speaks for more patience.</summary>
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
            flow.Apply(RequestEvent.TimedOut, entry, now, effects, ResendReason.Timeout);
            return;
        }

        entry.LastTimeout = TimeSpan.FromTicks(now - entry.LastSent);
        flow.Counters.TimedOut++;
        flow.Apply(RequestEvent.TimedOut, entry, now, effects, error: flow.Errors.GivenUp(entry, now, flow.Silence.LastReply));
        OnGivenUp(entry, now, effects);
    }

    /// <summary>
    /// A request was given up. If the board has answered nothing at all since its caller asked, and had nothing to do that takes long, it is given up as a whole:
    /// what waits for it fails with the request. If only its chip has carried out nothing, what waits for that chip does: of a board of which only that chip was asked, nothing else is known.
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

        if (!HasOtherEvidence(given))
        {
            // It may be just this chip, of which so many wanted something that nobody else was asked.
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

    /// <summary>Has the board's own chip asked whether it is there, if nothing at all came since another one was asked: before a board is given up for it.</summary>
    /// <param name="silent">What was tried in vain.</param>
    /// <param name="effects">What comes of it.</param>
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

    /// <summary>The board's own chip is being asked.</summary>
    public void OnAsked() => _isAsking = false;

    /// <summary>Whether anything but the chip of a request was tried in vain, or whether that is the board's own.</summary>
    private bool HasOtherEvidence(RequestEntry given)
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

    /// <summary>Fails what has waited in the queue for all of its time, while the board answered nothing.</summary>
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
            // It is not known yet that the board is silent: what is in flight finds out.
            _expired.Clear();
            next = now;
        }

        foreach (QueueEntry entry in _expired)
            GiveUp(entry, now, effects);

        _expired.Clear();
        flow.Silence.OnLookedThrough(next, now);
        flow.TickBy(flow.Silence.QueueDue);
    }

    /// <summary>A chip that carries out nothing, while its board answers others, keeps nobody waiting for longer than the first.</summary>
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
