using System.Globalization;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    /// <summary>When the timer is set to go off.</summary>
    private long _sweepDue = long.MaxValue;

    /// <summary>What a sweep gives up.</summary>
    private List<(QueueEntry Entry, Exception Error)> _failed = [];

    /// <summary>Sends a request again for the resend policy.</summary>
    /// <returns>What comes of it.</returns>
    public Task<AttemptOutcome> ResendAsync(Recovery recovery)
    {
        Task<AttemptOutcome> result;
        lock (_gate)
        {
            if (recovery.IsOver)
                return Task.FromResult(AttemptOutcome.Ended);

            ReplySlot slot = recovery.Slot;
            slot.LastTimeout = recovery.Timeout;
            Task<AttemptOutcome> outcome = recovery.ExpectAsync(!_settings.RunContinuationsAsynchronously);

            // An attempt whose time ran out is lost, as far as anybody knows; and one that is not sent yet need not be sent twice.
            NoteLoss(slot);
            if (slot.OutboxIndex < 0 && !recovery.OnlyListens)
            {
                slot.Destination.MoveToEnd(slot);
                Post(slot);
                if (!_batching)
                    Flush();
            }

            result = outcome;
        }

        RunDue();
        return result;
    }

    /// <summary>Hands a request to the resend policy. Call under the lock, and <see cref="RunDue"/> after it.</summary>
    private void Recover(ReplySlot slot, ResendReason reason)
    {
        slot.State = SlotState.Recovering;
        var recovery = new Recovery(this, slot, reason);
        slot.Recovery = recovery;
        _recoveries.Add(recovery);
        AddDue(recovery, null);
    }

    /// <summary>Lets the resend policy work, and fails what could not be sent. Call outside the lock: users may have put strategies of their own round it.</summary>
    private void RunDue()
    {
        if (Volatile.Read(ref _hasDue))
            RunDueNow();
    }

    private void RunDueNow()
    {
        List<(Recovery Recovery, AttemptOutcome? News)> due;
        List<(ReplySlot Slot, Exception Error)>? unsendable;
        List<(Transfer Transfer, Exception Error)>? unreadable;
        lock (_gate)
        {
            _hasDue = false;
            due = _due;
            _due = [];
            unsendable = _unsendable;
            _unsendable = null;
            unreadable = _unreadable;
            _unreadable = null;
        }

        foreach ((ReplySlot slot, Exception error) in unsendable ?? [])
        {
            Log.SocketFailed(_settings.Logger, error, _settings.Peer);
            slot.Fail(error);
        }

        foreach ((Transfer transfer, Exception error) in unreadable ?? [])
            transfer.OnDone(error);

        foreach ((Recovery recovery, AttemptOutcome? news) in due)
        {
            if (news is { } outcome)
                recovery.Signal(outcome);
            else
                recovery.Running = LongLived.Start((Multiplexer: this, Recovery: recovery), static pair => pair.Multiplexer.RecoverAsync(pair.Recovery));
        }
    }

    private async Task RecoverAsync(Recovery recovery)
    {
        try
        {
            await _policy.RecoverAsync(recovery, _closingToken).ConfigureAwait(false);

            // Whatever a user's strategy made of it: what has not ended by now will not be tried any more.
            Fail(recovery, GivenUp);
        }
        catch (OperationCanceledException) when (_closingToken.IsCancellationRequested)
        {
            // The connection is being closed, and has failed the request.
        }
        catch (Exception exception)
        {
            // A user's strategy threw. The caller must hear of it.
            Fail(recovery, slot => new SpinnakerConnectionException($"Resending {Describe(slot)} failed: {exception.Message}", exception));
        }
        finally
        {
            lock (_gate)
                _recoveries.Remove(recovery);
        }
    }

    private void Fail(Recovery recovery, Func<ReplySlot, Exception> errorOf)
    {
        List<(QueueEntry, Exception)> failed = [];
        lock (_gate)
        {
            if (recovery.IsOver)
                return;

            ReplySlot slot = recovery.Slot;
            Exception error = errorOf(slot);
            failed.Add((slot, error));
            _counters.TimedOut++;
            End(slot);
            if (error is SpinnakerTimeoutException)
                NoteGivenUp(slot, failed);

            Admit();
        }

        Complete(failed);
        RunDue();
    }

    private void OnTimer()
    {
        try
        {
            Sweep();
        }
        catch (Exception exception)
        {
            // A continuation of a user's, run inline: an exception that leaves a timer ends the process.
            Log.DispatcherFailed(_settings.Logger, exception, _settings.Peer);
        }
    }

    /// <summary>Looks for requests that are overdue, and sets the timer for the next that will be.</summary>
    private void Sweep()
    {
        List<(QueueEntry Entry, Exception Error)> failed;
        lock (_gate)
        {
            failed = _failed;
            long now = Now;
            long late = Math.Max(0, now - _sweepDue);
            _sweepDue = long.MaxValue;
            ForgetAbandoned(now);
            SweepQueue(now, failed);
            NoteOverdue(now);
            foreach (ReplySlot slot in _overdue)
            {
                if (IsPostponed(slot, now, late))
                {
                    SweepBy(slot.Deadline);
                }
                else if (slot.IsRepeatable)
                {
                    if (slot.Postponed == 0 || IsPunctual(late, slot.LastTimeout))
                    {
                        slot.Heard++;
                        CountSilentTry(slot.LastSent);
                    }

                    slot.Destination.Estimator.BackOff(slot.LastSent, now);
                    MarkLost(slot, ResendReason.Timeout);
                }
                else if (slot.State == SlotState.InFlight)
                {
                    slot.LastTimeout = TimeSpan.FromTicks(now - slot.LastSent);
                    failed.Add((slot, GivenUp(slot)));
                    _counters.TimedOut++;
                    End(slot);
                    _silentTries += ResendPolicy.LeastTries;
                    NoteGivenUp(slot, failed);
                }
            }

            _overdue.Clear();
            Admit();
            if (failed.Count > 0)
                _failed = [];
        }

        RunDue();
        if (failed.Count > 0)
            Complete(failed);
    }

    /// <summary>Sees to it that a sweep comes by <paramref name="deadline"/>. Call under the lock.</summary>
    private void SweepBy(long deadline)
    {
        if (deadline >= _sweepDue || _closed is not null)
            return;

        _sweepDue = deadline;
        _sweepTimer.Change(SteadyClock.WaitUntil(deadline, Now), Timeout.InfiniteTimeSpan);
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

        RunDue();
    }

    /// <summary>The error of a request that nobody answered, or that was refused for as long as it was tried.</summary>
    private SpinnakerException GivenUp(ReplySlot slot)
    {
        TimeSpan elapsed = TimeSpan.FromTicks(Now - slot.Called);
        string tries = string.Create(CultureInfo.InvariantCulture, $"{slot.Sends} {(slot.Sends == 1 ? "try" : "tries")} in {elapsed.TotalSeconds:0.###} s");

        // The replies to the very last tries may just not have come in time. But what must not be repeated may have been done by it.
        bool isRefused = slot.IsRefused || (slot.IsRepeatable && Now - slot.RefusedAt < (_settings.GiveUpAfter / ResendPolicy.LeastTries).Ticks);
        if (isRefused && slot.LastRefusal is { } refusal)
        {
            return new ScpResultException(
                $"{Describe(slot)} was answered with {refusal} each time: {tries}. The chip or core is busy or not working; try again later.",
                refusal, slot.Traits.Command, slot.Traits.Destination.Location);
        }

        if (slot.Sends == 0)
            tries = $"it was not sent, since {Silence().TrimEnd('.')}";
        else if (slot.LastRefusal is { } earlier)
            tries += $", of which one was answered with {earlier}";

        bool isUnknown = !slot.IsRepeatable && slot.Sends > slot.Unsent;
        string advice = isUnknown
            ? "It may have been carried out all the same, and must not be repeated blindly: look at the board before you ask again."
            : "Is the board switched on and booted, and does the chip exist?";
        if (slot.SendError is { } sendError)
            advice = $"This computer did not send {(slot.Unsent == slot.Sends ? "any" : $"{slot.Unsent}")} of these: {sendError.Message} {advice}";

        return new SpinnakerTimeoutException($"No reply to {Describe(slot)}: {tries}. {advice}", slot.SendError)
        {
            Attempts = slot.Sends,
            Elapsed = elapsed,
            LastTimeout = slot.LastTimeout,
            OutcomeUnknown = isUnknown,
            LastSendError = slot.SendError,
        };
    }

    private string Describe(ReplySlot slot)
    {
        CoreLocation core = slot.Traits.Destination.Location;
        return $"{slot.Traits.Command} #{slot.Sequence} to core {core} through {_settings.Peer}";
    }
}
