using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Moves requests from state to state, as <see cref="RequestTable"/> says.</summary>
internal sealed class RequestFlow(EngineSettings settings, Func<RequestEntry> rent)
{
    private static readonly long s_shortest = TimeSpan.FromMilliseconds(1).Ticks;

    private readonly Outbox _outbox = new();
    private SendBatch? _sending;

    public Admission Admission { get; } = new(settings);

    public InFlight InFlight { get; } = new(settings);

    public LossDetector Losses { get; } = new(settings);

    public SilenceDetector Silence { get; } = new(settings);

    public RequestErrors Errors { get; } = new(settings);

    public EngineCounters Counters { get; } = new();

    /// <summary>The time of the next tick.</summary>
    public long NextTick { get; set; } = long.MaxValue;

    /// <summary>Whether a full batch waits to be sent.</summary>
    public bool HasFullBatch => _outbox.IsFull;

    /// <summary>Moves the next tick to this time, if it is earlier.</summary>
    public void TickBy(long deadline) => NextTick = Math.Min(NextTick, deadline);

    /// <summary>Puts a request or a transfer at the end of the queue.</summary>
    public void Enqueue(QueueEntry entry, long now)
    {
        entry.Called = now;
        Admission.Enqueue(entry);
        if (Silence.OnQueued(now, Admission.IsProbing) is { } due)
            TickBy(due);
    }

    /// <summary>Sends a question of the engine at once.</summary>
    public void Ask(RequestEntry question, long now)
    {
        question.Called = now;
        Launch(question, now);
    }

    /// <summary>Fills the window with waiting requests.</summary>
    public void Admit(long now)
    {
        while (Admission.TryTake() is { } next)
        {
            long called = Math.Max(next.Called, Silence.LastReply);
            if (next is not RequestEntry entry)
            {
                var transfer = (TransferEntry)next;
                entry = rent();
                entry.BecomePieceOf(transfer);
                entry.State = RequestState.Queued;
                if (transfer.HasMore)
                    Enqueue(transfer, now);
            }

            entry.Called = called;
            if (RequestTable.ReactionTo(RequestEvent.Admitted, entry.State, entry.IsRepeatable) == Reaction.Send)
                Launch(entry, now);
        }
    }

    /// <summary>Applies an event to a request.</summary>
    /// <param name="what">The event.</param>
    /// <param name="entry">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Takes the effects.</param>
    /// <param name="reason">The reason of a retransmission.</param>
    /// <param name="reply">The reply, if it was answered.</param>
    /// <param name="error">The error, if it fails.</param>
    public void Apply(
        RequestEvent what, RequestEntry entry, long now, Effects effects, ResendReason reason = default, Transport.Datagram? reply = null, Exception? error = null)
    {
        switch (RequestTable.ReactionTo(what, entry.State, entry.IsRepeatable))
        {
            case Reaction.Complete:
                // A request that is answered was encoded and sent, even if the sender has not reported it yet.
                if (entry.SendingIndex >= 0)
                    _sending!.Transfers[entry.SendingIndex] = null;

                End(entry, now, effects);
                effects.Complete(entry, reply!);
                break;
            case Reaction.Recover:
                entry.State = RequestState.Recovering;
                entry.Recovery = new RecoveryState(entry, reason);
                effects.Recoveries.Add((entry.Recovery, null));
                break;
            case Reaction.Inform:
                effects.Recoveries.Add((entry.Recovery!, what == RequestEvent.RefusedForNow ? AttemptOutcome.TryAgain : AttemptOutcome.Overtaken));
                break;
            case Reaction.Fail:
                Fail(entry, error!, now, effects);
                break;
            case Reaction.FailKeepingPlace:
                KeepPlace(entry, now);
                Fail(entry, error!, now, effects);
                break;
        }
    }

    /// <summary>Removes a request from all tables. The caller completes or releases it.</summary>
    public void End(RequestEntry entry, long now, Effects effects)
    {
        if (entry.State == RequestState.Queued)
        {
            Admission.RemoveQueued(entry);
        }
        else
        {
            if (entry.OutboxIndex >= 0)
                _outbox.Remove(entry);

            InFlight.Retire(entry, now);
            Admission.Leave(entry);
        }

        entry.State = RequestState.Done;
        if (entry.SendingIndex >= 0)
        {
            // The bytes belong to the sender, and so does the memory of the caller that they are made from.
            _sending!.IsOrphaned[entry.SendingIndex] = IsBeingEncoded(entry);
            _sending!.Entries[entry.SendingIndex] = null;
            entry.SendingIndex = -1;
        }
        else
        {
            entry.Request?.Dispose();
        }

        entry.Request = null;
        if (entry.Recovery is { } recovery)
        {
            recovery.IsOver = true;
            entry.Recovery = null;
            effects.Recoveries.Add((recovery, AttemptOutcome.Ended));
        }
    }

    /// <summary>Whether a piece is being encoded from the memory of the caller now.</summary>
    public bool IsBeingEncoded(RequestEntry entry) => entry.SendingIndex >= 0 && _sending!.Transfers[entry.SendingIndex] is not null;

    /// <summary>Keeps the place of a cancelled request in flight until the board has answered it, or its time is up.</summary>
    public void KeepPlace(RequestEntry entry, long now)
    {
        if (entry.IsOut)
            TickBy(Admission.KeepPlace(entry.Sequence, entry.Destination, now));
    }

    /// <summary>Frees the places of what must not be repeated, and has not been answered by now.</summary>
    public void FreePlaces(long now)
    {
        TickBy(Admission.FreePlacesOf(now));
        foreach (RequestEntry? entry in InFlight.Places)
        {
            if (entry is not { IsRepeatable: false, HoldsPlace: true, IsOut: true })
                continue;

            if (entry.PlaceUntil <= now)
                Admission.ReleasePlace(entry);
            else
                TickBy(entry.PlaceUntil);
        }
    }

    /// <summary>Counts a transmission, or its reply, as lost.</summary>
    public void CountLoss(RequestEntry entry)
    {
        if (!entry.IsOut)
            return;

        entry.IsOut = false;
        Admission.Window.OnLost(entry.Order, InFlight.LastOrder);
    }

    /// <summary>Puts a request into the outbox.</summary>
    public void Post(RequestEntry entry)
    {
        InFlight.Order(entry);
        _outbox.Add(entry);
    }

    /// <summary>Takes the next batch to send, if there is one.</summary>
    /// <returns>The batch. The caller sends it and hands it back with <see cref="OnSent(long, Effects)"/>. Until then no other caller gets a batch.</returns>
    public SendBatch? TryTakeOutgoing(long now)
    {
        if (_sending is null && _outbox.IsEmpty)
            return null;

        SendBatch batch = _sending ??= SendBatch.Rent();
        while (batch.Count < SendBatch.Capacity && _outbox.TryTake() is { } entry)
        {
            int index = batch.Count++;
            entry.SendingIndex = index;
            batch.Entries[index] = entry;
            batch.Datagrams[index] = entry.Request;
            batch.Transfers[index] = entry.Request is null ? entry.Sink : null;
            batch.Numbers[index] = (entry.Piece, entry.Sequence);
            OnSending(entry, now);
        }

        batch.Taken = now;
        if (batch.Count > 0)
            return batch;

        GiveBack(batch);
        return null;
    }

    /// <summary>The batch has been sent.</summary>
    public void OnSent(long now, Effects effects)
    {
        if (_sending is not { } batch)
            return;

        for (int index = 0; index < batch.Count; index++)
        {
            if (batch.Entries[index] is { } entry)
            {
                entry.SendingIndex = -1;
                entry.Request = batch.Datagrams[index];
                OnSent(entry, batch.Errors[index], batch.Taken, now, effects);
                continue;
            }

            // The request has ended meanwhile.
            batch.Datagrams[index]?.Dispose();
            if (!batch.IsOrphaned[index])
                continue;

            TransferEntry transfer = batch.Transfers[index]!;
            if ((batch.Failures[index] ?? batch.Errors[index]) is { } error)
                effects.Stop(transfer, error);

            effects.Finished.Add((transfer, 1));
        }

        GiveBack(batch);
    }

    private void GiveBack(SendBatch batch)
    {
        _sending = null;
        batch.Return();
    }

    private void Launch(RequestEntry entry, long now)
    {
        InFlight.Issue(entry, now);
        entry.State = RequestState.InFlight;
        Admission.Enter(entry);
        Post(entry);
        entry.FirstOrder = entry.Order;
    }

    private void Fail(RequestEntry entry, Exception error, long now, Effects effects)
    {
        if (IsBeingEncoded(entry))
        {
            // Its transfer gets the news when nothing uses the memory of the caller any more.
            _sending!.Failures[entry.SendingIndex] = error;
            End(entry, now, effects);
            effects.Release(entry);
            return;
        }

        End(entry, now, effects);
        effects.Fail(entry, error);
    }

    /// <summary>Records a transmission: from now on a reply can come.</summary>
    private void OnSending(RequestEntry entry, long now)
    {
        entry.IsOut = true;
        entry.LastSent = now;
        if (!entry.IsRepeatable)
            LimitPlace(entry, now);

        if (entry.Sends++ > 0)
        {
            if (entry.Recovery is { } recovery)
                Counters.CountResend(recovery.Reason);
            return;
        }

        Counters.Sent++;
        entry.FirstSent = now;
        entry.LastTimeout = Losses.FirstTimeout(entry);

        // A request that must not be repeated only waits until it is given up.
        entry.Deadline = entry.IsRepeatable ? now + entry.LastTimeout.Ticks : Math.Max(Losses.EndOf(entry), now + s_shortest);
        TickBy(entry.Deadline);
    }

    /// <summary>A request that must not be repeated waits until it is given up. It takes a place only for as long as a repeatable request would wait before it is sent again.</summary>
    private void LimitPlace(RequestEntry entry, long now)
    {
        Admission.RetakePlace(entry);
        entry.PlaceUntil = now + Losses.FirstTimeout(entry).Ticks;
        TickBy(entry.PlaceUntil);
    }

    private void OnSent(RequestEntry entry, Exception? error, long taken, long now, Effects effects)
    {
        if (entry.LastSent == taken)
        {
            entry.LastSent = now;
            if (entry.State == RequestState.InFlight && entry.IsRepeatable)
                entry.Deadline += now - taken;
        }

        switch (error)
        {
            case null or SpinnakerConnectionClosedException:
                // A connection that is being closed fails its requests itself.
                break;
            case SpinnakerConnectionException sendError:
                // It is lost. Its timeout will run out, and its error will give the reason.
                entry.Unsent++;
                entry.SendError = sendError;
                break;
            default:
                Apply(RequestEvent.NotSent, entry, now, effects, error: error as SpinnakerException ?? Errors.NotSent(entry, error));
                break;
        }
    }
}
