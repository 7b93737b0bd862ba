using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The engine of requests and replies: events in, effects out. It has no lock, no socket, no clock and no tasks.</summary>
/// <remarks>
/// Each event has the time and a list for its effects, which the caller carries out afterwards. <see cref="RequestTable"/> says what an event does to a request. Requests to send wait in the outbox.
/// One caller at a time takes them with <see cref="TryTakeOutgoing"/>, sends them, and calls <see cref="OnSent"/>. Not thread-safe.
/// </remarks>
internal sealed class RequestEngine
{
    private readonly RequestFlow _flow;
    private readonly GivingUp _givingUp;
    private readonly Admission _admission;
    private readonly InFlight _inFlight;
    private readonly LossDetector _losses;
    private readonly SilenceDetector _silence;
    private readonly RequestErrors _errors;
    private readonly EngineCounters _counters;
    private readonly EngineSettings _settings;
    private readonly List<RequestEntry> _lost = [];

    /// <param name="settings">The options.</param>
    /// <param name="rent">Makes an entry for a piece of a transfer.</param>
    public RequestEngine(EngineSettings settings, Func<RequestEntry> rent)
    {
        _settings = settings;
        _flow = new RequestFlow(settings, rent);
        _givingUp = new GivingUp(_flow);
        (_admission, _inFlight, _losses, _silence) = (_flow.Admission, _flow.InFlight, _flow.Losses, _flow.Silence);
        (_errors, _counters) = (_flow.Errors, _flow.Counters);
    }

    /// <summary>When <see cref="OnTick"/> should be called.</summary>
    public long NextTick => _flow.NextTick;

    /// <summary>Whether there are requests in flight that a refusal can belong to.</summary>
    public bool HasInFlight => _admission.InFlight > 0;

    /// <summary>Whether a full batch waits to be sent.</summary>
    public bool HasFullBatch => _flow.HasFullBatch;

    public bool IsClosed { get; private set; }

    /// <summary>The request that was answered last, and how long that took.</summary>
    public (ScpCommand Command, long Ticks) LastAnswered { get; private set; }

    /// <summary>Decides which request may be sent next.</summary>
    public Admission Admission => _admission;

    /// <summary>The requests in flight.</summary>
    public InFlight InFlight => _inFlight;

    /// <summary>A caller submits a request or a transfer.</summary>
    /// <returns>Whether it was taken. A closed engine takes none.</returns>
    public bool TrySubmit(QueueEntry entry, long now)
    {
        if (IsClosed)
            return false;

        entry.Destination = _admission.DestinationOf(entry.Chip);
        if (entry is RequestEntry request)
            request.State = RequestState.Queued;

        if (entry is RequestEntry { IsQuestion: true } question)
        {
            _givingUp.OnAsked();
            _flow.Ask(question, now);
            return true;
        }

        _flow.Enqueue(entry, now);
        _flow.Admit(now);
        return true;
    }

    /// <summary>A datagram came.</summary>
    public ReplyFate OnReply(in SdpHeader header, ScpResult result, ushort sequence, Datagram datagram, long now, Effects effects)
    {
        if (_inFlight.Find(sequence, header.Source) is not { } entry)
            return OnUnmatched(header, sequence, now);

        entry.Replies++;
        OnBoardAnswered(now);
        if (entry.Sends == 1 && entry.Traits.TimeoutClass == TimeoutClass.Prompt)
            entry.Destination.Estimator.Add(TimeSpan.FromTicks(Math.Max(now - entry.LastSent, 0)));

        if (entry.Traits.IsTryAgain(result))
        {
            entry.LastRefusal = result;
            entry.Destination.LastRefusal = result;
            entry.RefusedSends = entry.Sends;
            entry.RefusedAt = now;
            entry.IsOut = false;
            if (entry.Recovery is { } recovery)
                recovery.Refusals++;

            _flow.Apply(RequestEvent.RefusedForNow, entry, now, effects, ResendReason.TryAgain);
            _flow.Admit(now);
            return ReplyFate.Dropped;
        }

        _counters.Answered++;
        LastAnswered = (entry.Traits.Command, now - entry.FirstSent);
        entry.Destination.LastServed = now;
        if (entry.IsOut)
            _admission.Window.OnAnswered(entry.Order, _inFlight.LastOrder, wanted: _admission.Queued > 0);
        else if (entry.State == RequestState.Recovering && !entry.IsRefused)
            _admission.Window.OnNotLost();

        _losses.OnAnswered(entry, _lost);
        RetransmitLost(now, effects);
        _flow.Apply(RequestEvent.Answered, entry, now, effects, reply: datagram);
        _flow.Admit(now);
        return ReplyFate.Taken;
    }

    /// <summary>No more datagrams for now.</summary>
    public void OnRepliesEnd(long now, Effects effects)
    {
        _losses.OnRepliesEnd(_admission.Queued == 0, _lost);
        RetransmitLost(now, effects);
    }

    /// <summary>Handles the timeouts that have run out.</summary>
    /// <param name="now">The time.</param>
    /// <param name="hasUnread">Whether replies have come that have not been handled: this computer is late, not the board.</param>
    /// <param name="effects">Takes the effects.</param>
    public void OnTick(long now, bool hasUnread, Effects effects)
    {
        long late = Math.Max(0, now - NextTick);
        _flow.NextTick = long.MaxValue;
        _flow.FreePlaces(now);
        _givingUp.ExpireQueue(now, effects);
        _flow.TickBy(LossDetector.ListExpired(_inFlight.Places, now, _lost));
        foreach (RequestEntry entry in _lost)
        {
            if (entry.State != RequestState.InFlight)
                continue;

            if (_losses.TryDefer(entry, now, late, hasUnread))
                _flow.TickBy(entry.Deadline);
            else
                _givingUp.OnTimeout(entry, now, late, effects);
        }

        _lost.Clear();
        _flow.Admit(now);
    }

    /// <summary>A caller cancels a request.</summary>
    /// <returns>Whether it had not ended.</returns>
    public bool TryCancel(RequestEntry entry, Exception error, long now, Effects effects)
    {
        if (RequestTable.ReactionTo(RequestEvent.Cancelled, entry.State, entry.IsRepeatable) == Reaction.None)
            return false;

        _counters.Cancelled++;
        _flow.Apply(RequestEvent.Cancelled, entry, now, effects, error: error);
        _flow.Admit(now);
        return true;
    }

    /// <summary>Stops a transfer: it sends no more pieces, and takes no more replies.</summary>
    public void OnStopped(TransferEntry transfer, long now, Effects effects)
    {
        transfer.IsStopped = true;
        _admission.RemoveQueued(transfer);
        int over = transfer.Unsent;
        foreach (RequestEntry? entry in _inFlight.Places)
        {
            if (entry is null || entry.Sink != transfer)
                continue;

            // A piece that is being encoded now ends when its encoding has ended.
            if (!_flow.IsBeingEncoded(entry))
                over++;

            _counters.Cancelled++;
            _flow.KeepPlace(entry, now);
            _flow.End(entry, now, effects);
            effects.Release(entry);
        }

        if (over > 0)
            effects.Finished.Add((transfer, over));

        _flow.Admit(now);
    }

    /// <summary>The network refused the datagrams: no program takes them.</summary>
    public void OnUnreachable(Func<Exception> error, long now, Effects effects)
    {
        FailInFlight(RequestEvent.Unreachable, error, now, effects);
        _flow.Admit(now);
    }

    /// <summary>Closes the engine: all requests end, and later ones are refused.</summary>
    public void Close(Func<Exception> error, long now, Effects effects)
    {
        IsClosed = true;
        FailInFlight(RequestEvent.Closed, error, now, effects);
        while (_admission.AnyQueued() is { } queued)
        {
            if (queued is RequestEntry entry)
                _flow.Apply(RequestEvent.Closed, entry, now, effects, error: error());
            else
                _givingUp.StopQueued((TransferEntry)queued, error(), effects);
        }
    }

    /// <summary>The resend policy begins an attempt.</summary>
    /// <returns>Whether the request has not ended.</returns>
    public bool TryResend(RecoveryState recovery, long now)
    {
        if (recovery.IsOver)
            return false;

        RequestEntry entry = recovery.Entry;
        entry.LastTimeout = recovery.Timeout;

        // An attempt that timed out counts as lost. An attempt that is not sent yet need not be sent twice.
        _flow.CountLoss(entry);
        // A strategy of a user may ask for more. A request that must not be repeated is sent again only after a refusal.
        bool onlyListens = recovery.OnlyListens || !(entry.IsRepeatable || entry.IsRefused);
        if (entry.OutboxIndex < 0 && entry.SendingIndex < 0 && !onlyListens)
        {
            if (!entry.IsRepeatable)
                _inFlight.Reissue(entry, now);

            entry.Destination.MoveToEnd(entry);
            _flow.Post(entry);
        }

        return true;
    }

    /// <summary>An attempt of the resend policy ran out of time.</summary>
    /// <returns>Whether this computer was listening when it did.</returns>
    public bool OnAttemptTimeout(RecoveryState recovery, long now, bool hasUnread, Effects effects)
    {
        bool wasHeard = LossDetector.IsPunctual(now - recovery.Due, recovery.Timeout) && !hasUnread;
        if (!wasHeard)
            return false;

        _silence.CountTry(recovery.Due - recovery.Timeout.Ticks, now);
        if (!recovery.IsOver)
            _givingUp.AskBoard(recovery.Entry, effects);

        return true;
    }

    /// <summary>Whether enough attempts had no reply to give a request up.</summary>
    public bool HasTriedEnough(RecoveryState recovery) => _silence.HasTriedEnough(recovery);

    /// <summary>How long a reply may still take after this computer has paused.</summary>
    public TimeSpan GraceOf(RecoveryState recovery) => _losses.GraceOf(recovery.Destination, recovery.IsRepeatable);

    /// <summary>The resend policy has ended. A request that has not ended will not be tried again.</summary>
    /// <param name="recovery">The request.</param>
    /// <param name="fault">The exception of a strategy of a user, if it threw.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Takes the effects.</param>
    public void OnPolicyEnded(RecoveryState recovery, Exception? fault, long now, Effects effects)
    {
        if (recovery.IsOver)
            return;

        RequestEntry entry = recovery.Entry;
        SpinnakerException error = fault is null
            ? _errors.GivenUp(entry, now, _silence.LastReply)
            : new SpinnakerConnectionException($"Resending {_errors.Describe(entry)} failed: {fault.Message}", fault);
        _counters.TimedOut++;
        _flow.Apply(RequestEvent.GivenUp, entry, now, effects, error: error);
        if (fault is null)
            _givingUp.OnGivenUp(entry, now, effects);

        _flow.Admit(now);
    }

    /// <inheritdoc cref="RequestFlow.TryTakeOutgoing"/>
    public SendBatch? TryTakeOutgoing(long now) => _flow.TryTakeOutgoing(now);

    /// <summary>The batch has been sent.</summary>
    public void OnSent(long now, Effects effects)
    {
        _flow.OnSent(now, effects);
        _flow.Admit(now);
    }

    /// <summary>Reserves the sequence number of a request that a caller sends itself.</summary>
    /// <exception cref="InvalidParameterException">The sequence number is that of an awaited request in flight.</exception>
    public void Reserve(ushort sequence, long now)
    {
        if (_inFlight.Find(sequence) is { } entry)
        {
            throw new InvalidParameterException(
                nameof(sequence), sequence, $"it is the number of an awaited {entry.Traits.Command} in flight: use 0, which awaited requests never have");
        }

        _inFlight.Reserve(sequence, now);
    }

    /// <summary>Adds its counters to <paramref name="statistics"/>.</summary>
    public ConnectionStatistics AddTo(ConnectionStatistics statistics) => EngineStatistics.Add(statistics, _counters, _admission, _losses, _settings);

    private ReplyFate OnUnmatched(in SdpHeader header, ushort sequence, long now)
    {
        // Replies go to the port of the Ethernet, and come from the command port of a core. All other datagrams are separate messages.
        bool isReply = header.Source.Port == 0 && header.Destination.Port == 7;
        if (!isReply || _inFlight.TakeReserved(sequence))
            return ReplyFate.NotAReply;

        switch (_inFlight.TakeLate(sequence, out ResendReason? resent))
        {
            case LateReply.None:
                return ReplyFate.NotAReply;
            case LateReply.Duplicate:
                _counters.Duplicates++;
                break;
            default:
                _counters.Late++;
                OnBoardAnswered(now);
                if (resent is { } reason)
                    OnSpuriousRetransmit(reason, header.Source.Chip);
                _admission.FreePlace(sequence);
                _flow.Admit(now);
                break;
        }

        return ReplyFate.Dropped;
    }

    /// <summary>A second reply to a request that was sent again shows a spurious retransmit.</summary>
    private void OnSpuriousRetransmit(ResendReason reason, ChipLocation chip)
    {
        if (reason == ResendReason.TryAgain)
            return;

        _counters.ResentNeedlessly++;
        _admission.Window.OnNotLost();
        if (reason == ResendReason.Overtaken)
            _losses.Tolerance.OnSpuriousRetransmit();
        else
            _admission.FindDestination(chip)?.Estimator.OnSpuriousTimeout();
    }

    private void OnBoardAnswered(long now)
    {
        _silence.OnReply(now);
        if (_admission.IsProbing)
            _admission.EndProbing();
    }

    /// <summary>Hands lost requests to the resend policy.</summary>
    private void RetransmitLost(long now, Effects effects)
    {
        if (_lost.Count == 0)
            return;

        foreach (RequestEntry entry in _lost)
        {
            _flow.CountLoss(entry);
            _flow.Apply(RequestEvent.Overtaken, entry, now, effects, ResendReason.Overtaken);
        }

        _lost.Clear();
    }

    private void FailInFlight(RequestEvent what, Func<Exception> error, long now, Effects effects)
    {
        foreach (RequestEntry? entry in _inFlight.Places)
        {
            if (entry is not null)
                _flow.Apply(what, entry, now, effects, error: error());
        }

        _admission.FreeAllPlaces();
    }
}
