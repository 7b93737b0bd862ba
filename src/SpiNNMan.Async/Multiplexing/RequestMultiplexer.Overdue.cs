using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    /// <summary>How often a request is given more time because replies are waiting to be read.</summary>
    private const int MostPostponed = 64;

    /// <summary>A sweep that comes later than this comes on a computer that has too much to do; timers are up to 5 ms late on an idle one.</summary>
    private static readonly TimeSpan s_punctual = TimeSpan.FromMilliseconds(8);

    private readonly List<ReplySlot> _overdue = [];

    /// <summary>How long a reply may still take after this computer has paused: a few round trips. What must not be repeated has as long as a first reply.</summary>
    public TimeSpan GraceOf(Destination destination, bool isRepeatable = true)
    {
        TimeSpan? roundTrip = isRepeatable ? destination.Estimator.RoundTrip : null;
        TimeSpan trips = roundTrip * 4 ?? _settings.InitialTimeout;
        TimeSpan grace = trips > _settings.MinTimeout ? trips : _settings.MinTimeout;
        return grace < _settings.MaxTimeout ? grace : _settings.MaxTimeout;
    }

    /// <summary>An attempt of the resend policy ran out of time.</summary>
    /// <returns>Whether this computer was listening when it did.</returns>
    public bool NoteTimeout(Recovery recovery)
    {
        lock (_gate)
        {
            bool wasHeard = IsPunctual(Now - recovery.Due, recovery.Timeout) && !HasUnread;
            if (wasHeard)
                CountSilentTry(recovery.Due - recovery.Timeout.Ticks);

            return wasHeard;
        }
    }

    /// <summary>Whether enough attempts were listened for in vain to give a request up.</summary>
    public bool HasTriedEnough(Recovery recovery)
    {
        lock (_gate)
            return Math.Max(recovery.Heard + recovery.Refusals, _silentTries) >= (recovery.Allowance > TimeSpan.Zero ? 1 : ResendPolicy.LeastTries);
    }

    /// <summary>Whether a timer came so soon after its time that this computer was listening meanwhile.</summary>
    private static bool IsPunctual(long late, TimeSpan timeout) => late <= Math.Max(s_punctual.Ticks, timeout.Ticks / 2);

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
        bool isLate = slot.Postponed == 0 && late > s_punctual.Ticks;
        if (isLate || (slot.Postponed < MostPostponed && HasUnread))
        {
            slot.Postponed++;
            slot.Deadline = now + Math.Max(isLate ? Math.Min(late, GraceOf(slot.Destination, slot.IsRepeatable).Ticks) : 0, _settings.MinTimeout.Ticks / 2);
            return true;
        }

        if (!slot.IsRepeatable)
            return false;

        Destination destination = slot.Destination;
        if (slot.WasSpared || destination.Probe == slot || !_evidence.IsInOrder || destination.Estimator.RoundTrip is null || !Testifies(slot))
            return false;

        slot.WasSpared = true;
        slot.Deadline = now + destination.Estimator.Timeout.Ticks;
        return true;
    }
}
