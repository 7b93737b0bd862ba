using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Hands out the 16-bit sequence numbers of a connection, and knows which ones must not be used again yet.</summary>
/// <remarks>
/// Numbers are issued in order over the whole range, so that one comes again as late as possible. One for which a reply may still be on its
/// way (it was sent more often than it was answered) is kept back until that reply has come or is too old to come. 0 is never issued: it is the
/// number of requests that callers send themselves; other numbers they use are kept out of the way as well. Not thread-safe.
/// </remarks>
internal sealed class SequenceNumbers
{
    /// <summary>After this, a reply that did not come is taken to be lost.</summary>
    private static readonly long s_longestDelay = TimeSpan.FromSeconds(60).Ticks;

    /// <summary>The most numbers kept back; a quarter of the range, so that there are always some to issue.</summary>
    private const int MaxKeptBack = 1 << 14;

    /// <summary>How far back an issued number counts as one of ours.</summary>
    private const int Recent = 1 << 15;

    private readonly Dictionary<ushort, Debt> _keptBack = [];
    private readonly Queue<(ushort Sequence, long Until)> _keptBackInOrder = [];
    private readonly Dictionary<ushort, long> _callers = [];
    private readonly Queue<(ushort Sequence, long Until)> _callersInOrder = [];
    private ushort _last;
    private int _issued;

    /// <summary>How many numbers are kept back because a reply to them may still come.</summary>
    public int KeptBack => _keptBack.Count;

    /// <summary>The next number that no reply can be mistaken for.</summary>
    /// <param name="pending">The requests in flight, whose numbers and places are taken.</param>
    /// <param name="now">The time.</param>
    /// <remarks>Of the 65535 numbers at most a quarter each is kept back, a caller's, or at a taken place, so the search ends soon.</remarks>
    public ushort Issue(PendingTable pending, long now)
    {
        Expire(now);
        do
        {
            _last++;
            if (_issued < Recent)
                _issued++;
        }
        while (_last == 0 || !pending.IsFree(_last) || _keptBack.ContainsKey(_last) || _callers.ContainsKey(_last));

        return _last;
    }

    /// <summary>A request has ended, and <paramref name="repliesOwed"/> replies to it may still come.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="repliesOwed">How many times it was sent and not answered.</param>
    /// <param name="now">The time.</param>
    /// <param name="resent">Why it was sent again, if it was, and has been answered: a further reply shows that it need not have been.</param>
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

    /// <summary>Whether a reply with this number that nobody awaits is a late one: the number was issued lately, or a reply is owed to it, which is counted off.</summary>
    public bool IsLate(ushort sequence) => TakeLate(sequence, out _) != LateReply.None;

    /// <summary>What a reply with this number is that nobody awaits. One that is owed is counted off.</summary>
    /// <param name="sequence">The number.</param>
    /// <param name="resent">Why the request was sent again, if it need not have been.</param>
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

    /// <summary>A caller sends a request with a number of its own choice: the reply with it is the caller's. Of too many such numbers the oldest are free again.</summary>
    public void Reserve(ushort sequence, long now)
    {
        if (sequence == 0)
            return;

        long until = now + s_longestDelay;
        _callers[sequence] = until;
        _callersInOrder.Enqueue((sequence, until));
        while (_callersInOrder.Count > MaxKeptBack)
            ReleaseCallers();
    }

    /// <summary>Whether a reply with this number answers a request that a caller sent itself; if so the number is free again.</summary>
    public bool TakeReserved(ushort sequence) => sequence == 0 || _callers.Remove(sequence);

    private void Expire(long now)
    {
        while (_keptBackInOrder.TryPeek(out (ushort Sequence, long Until) oldest) && oldest.Until <= now)
            Release();

        while (_callersInOrder.TryPeek(out (ushort Sequence, long Until) first) && first.Until <= now)
            ReleaseCallers();
    }

    private void ReleaseCallers()
    {
        (ushort sequence, long until) = _callersInOrder.Dequeue();
        if (_callers.TryGetValue(sequence, out long current) && current == until)
            _callers.Remove(sequence);
    }

    private void Release()
    {
        (ushort sequence, long until) = _keptBackInOrder.Dequeue();

        // It may have been settled, and kept back again for a later request, in the meantime.
        if (_keptBack.TryGetValue(sequence, out Debt debt) && debt.Until == until)
            _keptBack.Remove(sequence);
    }

    private readonly record struct Debt(int Replies, long Until, ResendReason? Resent);
}
