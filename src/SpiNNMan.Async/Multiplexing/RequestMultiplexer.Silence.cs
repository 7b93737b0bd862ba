using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    /// <summary>The queue is looked through for those whose time is up no oftener than so many times in the time of one.</summary>
    private const int LooksThrough = 64;

    /// <summary>What waits behind a probe is given up after this part of its time.</summary>
    private const int Impatience = 8;

    private readonly List<QueueEntry> _expired = [];

    /// <summary>When anything came from the board last.</summary>
    private long _lastReply = -1;

    /// <summary>Attempts, one after the other, that were listened for in vain since then.</summary>
    private int _silentTries;

    /// <summary>When the last of these ended.</summary>
    private long _lastSilentTry = -1;

    /// <summary>When the queue is to be looked through.</summary>
    private long _queueDue = long.MaxValue;

    /// <summary>Puts a request or a transfer at the end of the queue. Call under the lock.</summary>
    private void Enqueue(QueueEntry entry)
    {
        entry.Called = Now;
        _queue.Add(entry);
        long due = entry.Called + (_settings.GiveUpAfter / (_queue.IsProbing ? Impatience : 1)).Ticks;
        if (due >= _queueDue)
            return;

        _queueDue = due;
        SweepBy(due);
    }

    /// <summary>An attempt was listened for in vain. Those that were under way together count as one. Call under the lock.</summary>
    private void CountSilentTry(long sent)
    {
        if (sent < _lastSilentTry)
            return;

        _lastSilentTry = Now;
        _silentTries++;
    }

    /// <summary>The board has answered something. Call under the lock.</summary>
    private void NoteAlive()
    {
        _lastReply = _batchTime;
        _silentTries = 0;
        if (!_queue.IsProbing)
            return;

        _queue.IsProbing = false;
        foreach (Destination destination in _destinations.Values)
            _queue.NoteRoom(destination);
    }

    /// <summary>
    /// A request was given up. If the board has answered nothing at all since its caller asked, and had nothing to do that takes long, it is given up as a whole:
    /// what waits for it fails with the request. Call under the lock, and complete what is listed outside it.
    /// </summary>
    private void NoteGivenUp(ReplySlot slot, List<(QueueEntry Entry, Exception Error)> failed)
    {
        if (_lastReply >= slot.Called || !slot.IsToMonitor)
            return;

        foreach (ReplySlot? other in _pending.Places)
        {
            if (other is not null && other.Traits.TimeoutClass != TimeoutClass.Prompt)
                return;
        }

        _queue.IsProbing = true;
        foreach (ReplySlot? other in _pending.Places)
        {
            if (other is { State: SlotState.Recovering, IsRepeatable: true, Recovery.Heard: > 0 } && other.Called < Now)
                ListFailed(other, failed);
        }

        while (_queue.Any(_destinations.Values) is { } queued)
            ListFailed(queued, failed);
    }

    /// <summary>Fails what has waited in the queue for all of its time, while the board answered nothing. Call under the lock.</summary>
    private void SweepQueue(long now, List<(QueueEntry Entry, Exception Error)> failed)
    {
        if (now < _queueDue)
        {
            if (_queueDue != long.MaxValue)
                SweepBy(_queueDue);
            return;
        }

        _queueDue = long.MaxValue;
        if (_queue.Count == 0)
            return;

        long next = _queue.ListExpired(_destinations.Values, DeadlineOf, now, _expired);
        if (_silentTries < ResendPolicy.LeastTries)
        {
            // It is not known yet that the board is silent: who is in flight finds out.
            next = Math.Min(next, now + GraceOf(_expired.Count > 0 ? _expired[0].Destination : _lastDestination!).Ticks);
            _expired.Clear();
        }

        foreach (QueueEntry entry in _expired)
            ListFailed(entry, failed);

        _expired.Clear();
        if (next == long.MaxValue)
            return;

        _queueDue = Math.Max(next, now + (_settings.GiveUpAfter / LooksThrough).Ticks);
        SweepBy(_queueDue);
    }

    /// <summary>When the time of something in the queue is up, if the board goes on being silent.</summary>
    private long DeadlineOf(QueueEntry entry)
    {
        TimeSpan patience = _queue.IsProbing ? _settings.GiveUpAfter / Impatience : _settings.GiveUpAfter;
        TimeSpan allowance = entry is ReplySlot slot ? slot.Traits.TimeoutClass.Allowance : TimeSpan.Zero;
        return Math.Max(entry.Called, _lastReply) + (patience + allowance).Ticks;
    }

    /// <summary>Ends something because its board is silent. Call under the lock.</summary>
    private void ListFailed(QueueEntry entry, List<(QueueEntry Entry, Exception Error)> failed)
    {
        if (entry is ReplySlot slot)
        {
            failed.Add((slot, GivenUp(slot)));
            if (slot.Recovery is { } recovery)
                AddDue(recovery, AttemptOutcome.Ended);

            _counters.TimedOut++;
            End(slot);
            return;
        }

        _queue.Remove(entry);
        failed.Add((entry, GivenUp((Transfer)entry)));
    }

    /// <summary>Completes what was given up. Call outside the lock.</summary>
    private void Complete(List<(QueueEntry Entry, Exception Error)> failed)
    {
        foreach ((QueueEntry entry, Exception error) in failed)
        {
            if (entry is ReplySlot slot)
                slot.Fail(error);
            else
                Stop((Transfer)entry, error);
        }
    }

    private SpinnakerTimeoutException GivenUp(Transfer transfer)
    {
        TimeSpan elapsed = TimeSpan.FromTicks(Now - transfer.Called);
        return new SpinnakerTimeoutException($"A transfer through {_settings.Peer} was given up before its turn came: {Silence()} Is the board switched on and booted?")
        {
            Elapsed = elapsed,
        };
    }

    private string Silence() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the board has answered nothing for {TimeSpan.FromTicks(Now - Math.Max(_lastReply, 0)).TotalSeconds:0.###} s.");
}
