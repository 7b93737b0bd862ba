using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    /// <summary>How often a request is given more time because replies are waiting to be read.</summary>
    private const int MostPostponed = 64;

    /// <summary>A sweep that comes later than this comes on a computer that has too much to do; timers are up to 5 ms late on an idle one.</summary>
    private static readonly TimeSpan s_punctual = TimeSpan.FromMilliseconds(8);

    private readonly List<ReplySlot> _overdue = [];

    /// <summary>Whether replies have come that have not been handled: this computer is late, not the board.</summary>
    private bool HasUnread => _batching || (_socket is IBatchReceiver receiver && receiver.HasWaiting);

    /// <summary>Lists the requests that are overdue, and of each chip the one sent last. Call under the lock.</summary>
    private void NoteOverdue(long now)
    {
        foreach (ReplySlot? slot in _pending.Places)
        {
            if (slot is not { State: SlotState.InFlight, Sends: > 0 })
                continue;

            if (slot.Deadline > now)
            {
                SweepBy(slot.Deadline);
                continue;
            }

            _overdue.Add(slot);
            Destination destination = slot.Destination;
            if (destination.Probe is not { } probe || probe.State != SlotState.InFlight || probe.Deadline > now || probe.Order < slot.Order)
                destination.Probe = slot;
        }
    }

    /// <summary>Whether a request that is overdue should be waited for a little longer.</summary>
    /// <remarks>
    /// If replies are waiting to be read, its own may be among them. If the sweep itself comes late, what answers may be as late, once. If many are overdue
    /// at once, most likely this computer, the board or the way has paused: only the one sent last is sent again. Its reply shows whether the others
    /// are lost, which evidence then says at once; and if none comes, their time runs out a second time.
    /// </remarks>
    /// <param name="slot">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="late">How much later than it should the sweep came.</param>
    private bool IsPostponed(ReplySlot slot, long now, long late)
    {
        if (!slot.IsRepeatable)
            return false;

        bool isLate = slot.Postponed == 0 && late > ToTimestamp(s_punctual);
        if (isLate || (slot.Postponed < MostPostponed && HasUnread))
        {
            slot.Postponed++;
            slot.Deadline = now + Math.Max(isLate ? late : 0, ToTimestamp(_settings.MinTimeout / 2));
            return true;
        }

        Destination destination = slot.Destination;
        if (slot.WasSpared || destination.Probe == slot || !_evidence.IsInOrder || destination.Estimator.RoundTrip is null || !Testifies(slot))
            return false;

        slot.WasSpared = true;
        slot.Deadline = now + ToTimestamp(destination.Estimator.Timeout);
        return true;
    }
}
