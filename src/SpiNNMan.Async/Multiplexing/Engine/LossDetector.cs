namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Finds lost requests: a fast retransmit follows replies to later requests, and a retransmission timeout follows silence.</summary>
internal sealed class LossDetector(EngineSettings settings)
{
    /// <summary>How often a timeout is extended because replies wait to be read.</summary>
    private const int MostDeferrals = 64;

    /// <summary>If a tick comes later than this, the computer is too busy. On an idle computer timers are up to 5 ms late.</summary>
    private static readonly TimeSpan s_punctual = TimeSpan.FromMilliseconds(8);

    /// <summary>The chip that answered last in this batch of replies.</summary>
    private Destination? _lastToAnswer;

    /// <summary>How many replies to later requests show that one is lost.</summary>
    public ReorderingTolerance Tolerance { get; } = new(settings.ResendWhenOvertakenBy);

    /// <summary>Whether a timer was so little late that this computer was listening meanwhile.</summary>
    public static bool IsPunctual(long late, TimeSpan timeout) => late <= Math.Max(s_punctual.Ticks, timeout.Ticks / 2);

    /// <summary>How long the first attempt may take: the estimate, but short enough for the least number of attempts.</summary>
    public TimeSpan FirstTimeout(RequestEntry entry)
    {
        TimeSpan estimate = entry.Destination.Estimator.Timeout;
        TimeSpan share = settings.GiveUpAfter / EngineSettings.LeastTries;
        return (estimate < share ? estimate : share) + entry.Traits.Allowance;
    }

    /// <summary>When the time of the request's caller is up.</summary>
    public long EndOf(RequestEntry entry) => entry.Called + (settings.GiveUpAfter + entry.Traits.Allowance).Ticks;

    /// <summary>How long a reply may still take after this computer has paused: a few round trips. A request that must not be repeated gets the time of a first reply.</summary>
    public TimeSpan GraceOf(Destination destination, bool isRepeatable)
    {
        TimeSpan? roundTrip = isRepeatable ? destination.Estimator.RoundTrip : null;
        TimeSpan trips = roundTrip * 4 ?? settings.InitialTimeout;
        TimeSpan grace = trips > settings.MinTimeout ? trips : settings.MinTimeout;
        return grace < settings.MaxTimeout ? grace : settings.MaxTimeout;
    }

    /// <summary>
    /// Fast retransmit: a core answers in order. If it has answered a later request, an earlier one without a reply is lost, or its reply is.
    /// A single such sign may be reordering by the network. Several signs mean a loss.
    /// </summary>
    public void OnAnswered(RequestEntry answered, List<RequestEntry> lost)
    {
        _lastToAnswer = answered.Destination;
        if (answered.Sends == 1 && answered.AllowsFastRetransmit)
            Tolerance.OnAnswered(answered.OvertakenBy);

        // The reply may belong to the first of several transmissions, so only the place of the first one in the order is certain.
        for (RequestEntry? entry = answered.Destination.Oldest; entry is not null && entry.Order < answered.FirstOrder; entry = entry.SentAfter)
        {
            bool counts = entry.IsOut && entry.AllowsFastRetransmit && entry.Traits.Destination == answered.Traits.Destination;
            if (counts && Tolerance.IsExceededBy(++entry.OvertakenBy))
                lost.Add(entry);
        }
    }

    /// <summary>
    /// At the end of a transfer there are no later requests left whose replies could show a loss. If replies come in order, a single reply that
    /// overtook a request is enough, unless later requests are in flight.
    /// </summary>
    public void OnRepliesEnd(bool isQueueEmpty, List<RequestEntry> lost)
    {
        Destination? destination = _lastToAnswer;
        _lastToAnswer = null;
        if (destination is null || !isQueueEmpty || !Tolerance.IsInOrder)
            return;

        for (RequestEntry? entry = destination.Newest; entry is not null && (!entry.IsOut || (entry.OvertakenBy > 0 && entry.AllowsFastRetransmit)); entry = entry.SentBefore)
        {
            if (entry.IsOut)
                lost.Add(entry);
        }
    }

    /// <summary>Lists the requests whose timeouts have run out, and the last transmission to each chip.</summary>
    /// <returns>The time when the next timeout runs out.</returns>
    public static long ListExpired(ReadOnlySpan<RequestEntry?> inFlight, long now, List<RequestEntry> expired)
    {
        long next = long.MaxValue;
        foreach (RequestEntry? entry in inFlight)
        {
            if (entry is not { State: RequestState.InFlight, Sends: > 0 })
                continue;

            if (entry.Deadline > now)
            {
                next = Math.Min(next, entry.Deadline);
                continue;
            }

            expired.Add(entry);
            Destination destination = entry.Destination;
            if (destination.Probe is not { State: RequestState.InFlight } probe || probe.Deadline > now || probe.Order < entry.Order)
                destination.Probe = entry;
        }

        return next;
    }

    /// <summary>Extends the timeout of a request that should be waited for a little longer.</summary>
    /// <remarks>
    /// If replies wait to be read, its own may be among them. If the tick itself is late, a reply may be as late, once. If many timeouts run out
    /// at once, most likely this computer, the board or the network has paused. Then only the last transmission is sent again. Its reply shows whether the others
    /// are lost, and fast retransmit sends them at once. If no reply comes, their timeouts run out a second time.
    /// </remarks>
    /// <param name="entry">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="late">How late the tick came.</param>
    /// <param name="hasUnread">Whether replies have come that have not been handled.</param>
    public bool TryDefer(RequestEntry entry, long now, long late, bool hasUnread)
    {
        bool isLate = entry.Deferrals == 0 && late > s_punctual.Ticks;
        if (isLate || (entry.Deferrals < MostDeferrals && hasUnread))
        {
            long grace = isLate ? Math.Min(late, GraceOf(entry.Destination, entry.IsRepeatable).Ticks) : 0;
            entry.Deferrals++;
            entry.Deadline = now + Math.Max(grace, settings.MinTimeout.Ticks / 2) + 1;
            return true;
        }

        Destination destination = entry.Destination;
        long end = EndOf(entry);
        if (now >= end || entry.HasWaitedForProbe || destination.Probe == entry || !Tolerance.IsInOrder || destination.Estimator.RoundTrip is null || !entry.AllowsFastRetransmit)
            return false;

        entry.HasWaitedForProbe = true;
        entry.Deadline = Math.Min(now + FirstTimeout(entry).Ticks, end);
        return true;
    }
}
