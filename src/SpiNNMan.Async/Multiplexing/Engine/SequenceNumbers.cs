using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Issues the 16-bit sequence numbers of a connection, and keeps back the numbers that must not be reused yet.</summary>
/// <remarks>
/// Numbers are issued in order over the whole range, so that a number is reused as late as possible. If a request was sent more often than it was answered, its
/// number is kept back until the missing reply has come or is too old to come. 0 is never issued: it is the
/// number of requests that callers send themselves. Other numbers of callers are skipped too. Not thread-safe.
/// </remarks>
internal sealed class SequenceNumbers
{
    /// <summary>After this time, a missing reply counts as lost.</summary>
    private static readonly long s_longestDelay = TimeSpan.FromSeconds(60).Ticks;

    /// <summary>The greatest number of numbers that are kept back: a quarter of the range, so that free numbers always exist.</summary>
    private const int MaxKeptBack = 1 << 14;

    /// <summary>How far back an issued number still counts as recent.</summary>
    private const int Recent = 1 << 15;

    private readonly Dictionary<ushort, Debt> _keptBack = [];
    private readonly Queue<(ushort Sequence, long Until)> _keptBackInOrder = [];
    private Dictionary<ushort, long>? _callers;
    private Queue<(ushort Sequence, long Until)>? _callersInOrder;
    private ushort _last;
    private int _issued;

    /// <summary>How many numbers are kept back because a reply to them may still come.</summary>
    public int KeptBack => _keptBack.Count;

    /// <summary>The next number that no late reply can have.</summary>
    /// <param name="pending">The requests in flight, whose numbers and places are taken.</param>
    /// <param name="now">The time.</param>
    /// <remarks>At most a quarter of the 65535 numbers is kept back, a quarter belongs to callers, and a quarter is at taken places. So the search ends soon.</remarks>
    public ushort Issue(PendingTable pending, long now)
    {
        Expire(now);
        do
        {
            _last++;
            if (_issued < Recent)
                _issued++;
        }
        while (_last == 0 || !pending.IsFree(_last) || _keptBack.ContainsKey(_last) || _callers?.ContainsKey(_last) == true);

        return _last;
    }

    /// <summary>A request has ended, and <paramref name="repliesOwed"/> replies to it may still come.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="repliesOwed">How many transmissions were not answered.</param>
    /// <param name="now">The time.</param>
    /// <param name="resent">The reason of its retransmission, if it was answered: a further reply then shows a spurious retransmit.</param>
    public void Retire(ushort sequence, int repliesOwed, long now, ResendReason? resent = null)
    {
        if (repliesOwed <= 0)
            return;

        long until = now + s_longestDelay;
        _keptBack[sequence] = new Debt(repliesOwed, until, resent);
        _keptBackInOrder.Enqueue((sequence, until));
        if (_keptBackInOrder.Count > MaxKeptBack)
            Release();
    }

    /// <summary>Counts off a reply that no request awaits, if it is a late one: its number was issued recently, or is kept back.</summary>
    public bool TryTakeLate(ushort sequence) => TakeLate(sequence, out _) != LateReply.None;

    /// <summary>Sorts a reply that no request awaits, by its number. A reply that was expected is counted off.</summary>
    /// <param name="sequence">The number.</param>
    /// <param name="resent">The reason of the retransmission, if it was spurious.</param>
    public LateReply TakeLate(ushort sequence, out ResendReason? resent)
    {
        resent = null;
        if (_keptBack.TryGetValue(sequence, out Debt debt))
        {
            resent = debt.Resent;
            if (debt.Replies > 1)
                _keptBack[sequence] = debt with { Replies = debt.Replies - 1 };
            else
                _keptBack.Remove(sequence);

            return LateReply.Owed;
        }

        return sequence != 0 && (ushort)(_last - sequence) < _issued ? LateReply.Duplicate : LateReply.None;
    }

    /// <summary>Reserves a number that a caller chose: the reply with it belongs to the caller. If there are too many such numbers, the oldest are free again.</summary>
    public void Reserve(ushort sequence, long now)
    {
        if (sequence == 0)
            return;

        long until = now + s_longestDelay;
        _callers ??= [];
        _callersInOrder ??= [];
        _callers[sequence] = until;
        _callersInOrder.Enqueue((sequence, until));
        while (_callersInOrder.Count > MaxKeptBack)
            ReleaseCallers(_callers, _callersInOrder);
    }

    /// <summary>Whether a reply with this number belongs to a request that a caller sent itself. If so, the number is free again.</summary>
    public bool TakeReserved(ushort sequence) => sequence == 0 || _callers?.Remove(sequence) == true;

    private void Expire(long now)
    {
        while (_keptBackInOrder.TryPeek(out (ushort Sequence, long Until) oldest) && oldest.Until <= now)
            Release();

        while (_callersInOrder?.TryPeek(out (ushort Sequence, long Until) first) == true && first.Until <= now)
            ReleaseCallers(_callers!, _callersInOrder);
    }

    private static void ReleaseCallers(Dictionary<ushort, long> callers, Queue<(ushort Sequence, long Until)> inOrder)
    {
        (ushort sequence, long until) = inOrder.Dequeue();
        if (callers.TryGetValue(sequence, out long current) && current == until)
            callers.Remove(sequence);
    }

    private void Release()
    {
        (ushort sequence, long until) = _keptBackInOrder.Dequeue();

        // The reply may have come, and the number may be kept back again for a later request.
        if (_keptBack.TryGetValue(sequence, out Debt debt) && debt.Until == until)
            _keptBack.Remove(sequence);
    }

    private readonly record struct Debt(int Replies, long Until, ResendReason? Resent);
}
