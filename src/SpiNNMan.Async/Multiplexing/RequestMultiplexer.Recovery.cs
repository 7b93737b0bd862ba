using System.Globalization;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    /// <summary>When the timer is set to go off.</summary>
    private long _sweepDue = long.MaxValue;

    /// <summary>Sends a request again for the resend policy.</summary>
    /// <returns>What comes of it.</returns>
    public Task<AttemptOutcome> ResendAsync(Recovery recovery)
    {
        lock (_gate)
        {
            if (recovery.IsOver)
                return Task.FromResult(AttemptOutcome.Ended);

            ReplySlot slot = recovery.Slot;
            slot.LastTimeout = _policy.AttemptTimeout(recovery);
            slot.LastRefusal = null;
            Task<AttemptOutcome> outcome = recovery.ExpectAsync(!_settings.RunContinuationsAsynchronously);

            // An attempt whose time ran out is lost, as far as anybody knows; and one that is not sent yet need not be sent twice.
            NoteLoss(slot);
            if (slot.OutboxIndex < 0)
            {
                slot.Destination.MoveToEnd(slot);
                Post(slot);
                if (!_batching)
                    Flush();
            }

            return outcome;
        }
    }

    /// <summary>Hands a request to the resend policy. Call under the lock, and <see cref="RunDue"/> after it.</summary>
    private void Recover(ReplySlot slot, ResendReason reason)
    {
        slot.State = SlotState.Recovering;
        var recovery = new Recovery(this, slot, reason);
        slot.Recovery = recovery;
        _recoveries.Add(recovery);
        _due.Add((recovery, null));
    }

    /// <summary>Lets the resend policy work. Call outside the lock: users may have put strategies of their own round it.</summary>
    private void RunDue()
    {
        List<(Recovery Recovery, AttemptOutcome? News)> due;
        lock (_gate)
        {
            if (_due.Count == 0)
                return;

            due = _due;
            _due = [];
        }

        foreach ((Recovery recovery, AttemptOutcome? news) in due)
        {
            if (news is { } outcome)
                recovery.Signal(outcome);
            else
                recovery.Running = RecoverAsync(recovery);
        }
    }

    private async Task RecoverAsync(Recovery recovery)
    {
        try
        {
            if (!await _policy.RecoverAsync(recovery, _closingToken).ConfigureAwait(false))
                GiveUp(recovery);
        }
        catch (OperationCanceledException)
        {
            // The connection is being closed, and has failed the request.
        }
        catch (Exception exception)
        {
            // Not to happen; but if it does, the caller must hear of it.
            Fail(recovery, slot => new SpinnakerConnectionException($"Resending {Describe(slot)} failed.", exception));
        }
        finally
        {
            lock (_gate)
                _recoveries.Remove(recovery);
        }
    }

    private void GiveUp(Recovery recovery) => Fail(recovery, GivenUp);

    private void Fail(Recovery recovery, Func<ReplySlot, Exception> errorOf)
    {
        ReplySlot slot;
        Exception error;
        lock (_gate)
        {
            if (recovery.IsOver)
                return;

            slot = recovery.Slot;
            error = errorOf(slot);
            _counters.TimedOut++;
            End(slot);
            Admit();
        }

        slot.Fail(error);
    }

    /// <summary>Looks for requests that are overdue, and sets the timer for the next that will be.</summary>
    private void Sweep()
    {
        List<(ReplySlot Slot, Exception Error)>? failed = null;
        lock (_gate)
        {
            long now = Now;
            long late = Math.Max(0, now - _sweepDue);
            _sweepDue = long.MaxValue;
            ForgetAbandoned(now);
            NoteOverdue(now);
            foreach (ReplySlot slot in _overdue)
            {
                if (IsPostponed(slot, now, late))
                {
                    SweepBy(slot.Deadline);
                }
                else if (slot.IsRepeatable)
                {
                    slot.Destination.Estimator.BackOff(slot.LastSent, now);
                    MarkLost(slot, ResendReason.Timeout);
                }
                else
                {
                    slot.LastTimeout = _settings.TimeProvider.GetElapsedTime(slot.LastSent, now);
                    (failed ??= []).Add((slot, GivenUp(slot)));
                    _counters.TimedOut++;
                    End(slot);
                }
            }

            _overdue.Clear();
            Admit();
        }

        RunDue();
        foreach ((ReplySlot slot, Exception error) in failed ?? [])
            slot.Fail(error);
    }

    /// <summary>Sees to it that a sweep comes by <paramref name="deadline"/>. Call under the lock.</summary>
    private void SweepBy(long deadline)
    {
        if (deadline >= _sweepDue || _closed is not null)
            return;

        _sweepDue = deadline;

        // Timers cut their times to milliseconds: rounded down, the sweep would come too early, over and over.
        double wait = Math.Ceiling(_settings.TimeProvider.GetElapsedTime(Now, deadline).TotalMilliseconds);
        _sweepTimer.Change(TimeSpan.FromMilliseconds(Math.Max(wait, 0)), Timeout.InfiniteTimeSpan);
    }

    private void FailAll(bool inFlightOnly, Func<Exception> error)
    {
        List<ReplySlot> failed = [];
        List<Recovery> over = [];
        List<(Transfer Transfer, int Unsent)> stopped = [];
        lock (_gate)
        {
            foreach (ReplySlot? slot in _pending.Places)
            {
                if (slot is null)
                    continue;

                if (slot.Recovery is { } recovery)
                    over.Add(recovery);

                failed.Add(slot);
                End(slot);
            }

            while (!inFlightOnly && _queue.Any(_destinations.Values) is { } queued)
            {
                if (queued is ReplySlot slot)
                {
                    failed.Add(slot);
                    End(slot);
                }
                else
                {
                    var transfer = (Transfer)queued;
                    _queue.Remove(transfer);
                    if (transfer.TryStop(error()))
                        stopped.Add((transfer, transfer.Unsent));
                }
            }

            _abandoned.Clear();
            Admit();
        }

        foreach (Recovery recovery in over)
            recovery.Signal(AttemptOutcome.Ended);

        foreach ((Transfer transfer, int unsent) in stopped)
            transfer.Finish(unsent);

        foreach (ReplySlot slot in failed)
            slot.Fail(error());
    }

    /// <summary>The error of a request that nobody answered, or that was refused for as long as it was tried.</summary>
    private SpinnakerException GivenUp(ReplySlot slot)
    {
        TimeSpan elapsed = _settings.TimeProvider.GetElapsedTime(slot.FirstSent);
        string tries = string.Create(CultureInfo.InvariantCulture, $"{slot.Sends} {(slot.Sends == 1 ? "try" : "tries")} in {elapsed.TotalSeconds:0.###} s");
        if (slot.LastRefusal is { } refusal)
        {
            return new ScpResultException(
                $"{Describe(slot)} was answered with {refusal} each time: {tries}. The chip or core is busy or not working; try again later.",
                refusal, slot.Traits.Command, slot.Traits.Destination.Location);
        }

        string advice = slot.IsRepeatable
            ? "Is the board switched on and booted, and does the chip exist?"
            : "It may have been carried out all the same, and must not be repeated blindly: look at the board before you ask again.";
        return new SpinnakerTimeoutException($"No reply to {Describe(slot)}: {tries}. {advice}")
        {
            Attempts = slot.Sends,
            Elapsed = elapsed,
            LastTimeout = slot.LastTimeout,
            OutcomeUnknown = !slot.IsRepeatable,
        };
    }

    private string Describe(ReplySlot slot)
    {
        CoreLocation core = slot.Traits.Destination.Location;
        return $"{slot.Traits.Command} #{slot.Sequence} to core {core} through {_settings.Peer}";
    }
}
