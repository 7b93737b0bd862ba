namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Which requests are taken to be lost: those overtaken by replies to later ones, and those whose retransmission timeout has run out.</summary>
internal sealed class LossDetector(EngineSettings settings)
{
    /// <summary>How often a timeout is moved on because replies are waiting to be read.</summary>
    private const int MostDeferrals = 64;

    /// <summary>A tick that comes later than this comes on a computer that has too much to do; timers are up to 5 ms late on an idle one.</summary>
    private static readonly TimeSpan s_punctual = TimeSpan.FromMilliseconds(8);

    /// <summary>The chip that answered last in this batch of replies.</summary>
    private Destination? _lastToAnswer;

    /// <summary>How many replies to later requests show that one is lost.</summary>
    public ReorderingTolerance Tolerance { get; } = new(settings.ResendWhenOvertakenBy);

    /// <summary>Whether a timer came so soon after its time that this computer was listening meanwhile.</summary>
    public static bool IsPunctual(long late, TimeSpan timeout) => late <= Math.Max(s_punctual.Ticks, timeout.Ticks / 2);

    /// <summary>How long the first attempt may take: what is estimated, but so that the least number of tries has time.</summary>
    public TimeSpan FirstTimeout(RequestEntry entry)
    {
        TimeSpan estimate = entry.Destination.Estimator.Timeout;
        TimeSpan share = settings.GiveUpAfter / EngineSettings.LeastTries;
        return (estimate < share ? estimate : share) + entry.Traits.TimeoutClass.Allowance;
    }

    /// <summary>How long a reply may still take after this computer has paused: a few round trips. What must not be repeated has as long as a first reply.</summary>
    public TimeSpan GraceOf(Destination destination, bool isRepeatable)
    {
        TimeSpan? roundTrip = isRepeatable ? destination.Estimator.RoundTrip : null;
        TimeSpan trips = roundTrip * 4 ?? settings.InitialTimeout;
        TimeSpan grace = trips > settings.MinTimeout ? trips : settings.MinTimeout;
        return grace < settings.MaxTimeout ? grace : settings.MaxTimeout;
    }

    /// <summary>
    /// Fast retransmit: a core answers in order, so what it was sent before the request it has just answered, and has not answered, is lost, or the answer is.
    /// One such sign may be reordering by the network; several are taken for loss.
    /// </summary>
    public void OnAnswered(RequestEntry answered, List<RequestEntry> lost)
    {
        _lastToAnswer = answered.Destination;
        if (answered.Sends == 1 && answered.AllowsFastRetransmit)
            Tolerance.OnAnswered(answered.OvertakenBy);

        // The reply may be to the first of several transmissions, so only that one's place in the order is certain.
        for (RequestEntry? entry = answered.Destination.Oldest; entry is not null && entry.Order < answered.FirstOrder; entry = entry.SentAfter)
        {
            bool counts = entry.IsOut && entry.AllowsFastRetransmit && entry.Traits.Destination == answered.Traits.Destination;
            if (counts && Tolerance.IsExceededBy(++entry.OvertakenBy))
                lost.Add(entry);
        }
    }

    /// <summary>
    /// At the end of a transfer there are no later requests left whose replies could show a loss. Where replies come in order, a single one that
    /// has overtaken a request does, if nothing sent later is on its way.
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

    /// <summary>Lists the requests whose timeouts have run out, and of each chip the one sent last.</summary>
    /// <returns>When the next one's runs out.</returns>
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

    /// <summary>Gives a request whose timeout has run out more time, if it should be waited for a little longer.</summary>
    /// <remarks>
    /// If replies are waiting to be read, its own may be among them. If the tick itself comes late, what answers may be as late, once. If many timeouts run out
    /// at once, most likely this computer, the board or the way has paused: only the one sent last is sent again. Its reply shows whether the others
    /// are lost, and fast retransmit sends them at once; if none comes, their time runs out a second time.
    /// </remarks>
    /// <param name="entry">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="late">How much later than it should the tick came.</param>
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
        if (entry.HasWaitedForProbe || destination.Probe == entry || !Tolerance.IsInOrder || destination.Estimator.RoundTrip is null || !entry.AllowsFastRetransmit)
            return false;

        entry.HasWaitedForProbe = true;
        entry.Deadline = now + FirstTimeout(entry).Ticks;
        return true;
    }
}
