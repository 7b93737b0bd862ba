using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    private readonly LossEvidence _evidence;

    /// <summary>Requests for the resend policy to begin with, or to hear of, as soon as the lock has been left.</summary>
    private List<(Recovery Recovery, AttemptOutcome? News)> _due = [];

    /// <summary>Requests that a socket threw at, in another way than sockets may, for their callers to hear of it as soon as the lock has been left.</summary>
    private List<(ReplySlot Slot, Exception Error)>? _unsendable;

    /// <summary>Transfers whose next piece could not be taken from the caller's memory.</summary>
    private List<(Transfer Transfer, Exception Error)>? _unreadable;

    /// <summary>Whether there are any of these.</summary>
    private bool _hasDue;

    /// <summary>The chip that answered last in this batch of replies.</summary>
    private Destination? _lastToAnswer;

    /// <summary>
    /// A core answers in order: what it was sent before the request it has just answered, and has not answered, is lost, or the answer is.
    /// One such sign may be reordering by the network; several are taken as evidence. Call under the lock.
    /// </summary>
    private void NoteOvertaking(ReplySlot answered)
    {
        _lastToAnswer = answered.Destination;
        if (answered.Sends == 1 && Testifies(answered))
            _evidence.OnAnswered(answered.OvertakenBy);

        // The reply may be to the first of several transmissions, so only that one's place in the order is certain.
        for (ReplySlot? slot = answered.Destination.Oldest; slot is not null && slot.Order < answered.FirstOrder; slot = slot.SentAfter)
        {
            if (slot.IsOut && Testifies(slot) && slot.Traits.Destination == answered.Traits.Destination && _evidence.IsEnough(++slot.OvertakenBy))
                MarkLost(slot, ResendReason.Overtaken);
        }
    }

    /// <summary>
    /// At the end of a transfer there are no later requests left whose replies could show a loss. Where replies come in order, a single one that
    /// has overtaken a request does, if nothing sent later is on its way. Call under the lock.
    /// </summary>
    private void NoteSilence()
    {
        Destination? destination = _lastToAnswer;
        _lastToAnswer = null;
        if (destination is null || _queue.Count > 0 || !_evidence.IsInOrder)
            return;

        ReplySlot? slot = destination.Newest;
        while (slot is not null && (!slot.IsOut || (slot.OvertakenBy > 0 && Testifies(slot))))
        {
            // Marking it does not move it before the outbox is filled, which is after this.
            if (slot.IsOut)
                MarkLost(slot, ResendReason.Overtaken);

            slot = slot.SentBefore;
        }
    }

    /// <summary>Whether the order of replies says something about a request, and something may be done about it.</summary>
    private static bool Testifies(ReplySlot slot) => slot.IsRepeatable && slot.Traits.TimeoutClass == TimeoutClass.Prompt;

    /// <summary>Something that was sent, or the reply, is taken to be lost. Call under the lock, and <see cref="RunDue"/> after it.</summary>
    private void MarkLost(ReplySlot slot, ResendReason reason)
    {
        NoteLoss(slot);
        if (slot.Recovery is { } recovery)
            AddDue(recovery, AttemptOutcome.Overtaken);
        else
            Recover(slot, reason);
    }

    private void AddDue(Recovery recovery, AttemptOutcome? news)
    {
        _due.Add((recovery, news));
        _hasDue = true;
    }

    private void NoteLoss(ReplySlot slot)
    {
        if (!slot.IsOut)
            return;

        slot.IsOut = false;
        _window.Limit.OnLost(slot.Order, _order);
    }

    /// <summary>A second reply came to a request that was sent again: it need not have been. Call under the lock.</summary>
    private void NoteNeedlessResend(ResendReason reason, ChipLocation chip)
    {
        if (reason == ResendReason.TryAgain)
            return;

        _counters.ResentNeedlessly++;
        _window.Limit.OnNotLost();
        if (reason == ResendReason.Overtaken)
            _evidence.OnMistaken();
        else if (_destinations.TryGetValue(chip, out Destination? destination))
            destination.Estimator.OnNeedlessTimeout();
    }
}
