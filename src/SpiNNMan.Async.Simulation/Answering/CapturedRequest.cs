using System.Net;

namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>All that a capture has of one request: each time that a host made it, in their order.</summary>
internal sealed class CapturedRequest
{
    private readonly List<CapturedExchange> _all = [];
    private readonly Dictionary<(IPEndPoint Host, ushort Sequence), CapturedExchange> _open = [];
    private int _taken;

    /// <summary>Finds the request of which a datagram is a further try: the same host sent it with the same number, and has no answer yet.</summary>
    /// <param name="host">The sender.</param>
    /// <param name="sequence">The number; <see langword="null"/> if it has none.</param>
    /// <param name="now">The time.</param>
    public CapturedExchange? FindOpen(IPEndPoint host, ushort? sequence, DateTimeOffset now) =>
        sequence is { } number && _open.TryGetValue((host, number), out CapturedExchange? exchange) && now <= exchange.OpenUntil ? exchange : null;

    /// <summary>Adds a time that a host made it.</summary>
    public CapturedExchange Add(IPEndPoint host, ushort? sequence, int changes)
    {
        var exchange = new CapturedExchange(changes);
        _all.Add(exchange);
        Open(exchange, host, sequence);
        return exchange;
    }

    /// <summary>The capture is over: from now on, hosts are others.</summary>
    public void EndCapture() => _open.Clear();

    /// <summary>Chooses the time whose answers a host gets now. For a request that changes something, that is the next one.</summary>
    /// <remarks>
    /// For any other, it is the next one after the same changes. A host that asks more often or less often than then, since it waits for something, gets an answer of that moment. If the capture has none, the answer of the nearest moment
    /// is taken.
    /// </remarks>
    /// <param name="host">The sender.</param>
    /// <param name="sequence">The number; <see langword="null"/> if it has none.</param>
    /// <param name="changes">How many changes there have been; <see langword="null"/> if the request is one.</param>
    /// <param name="isRepeated">Whether the capture has it fewer times.</param>
    public CapturedExchange Choose(IPEndPoint host, ushort? sequence, int? changes, out bool isRepeated)
    {
        CapturedExchange? next = FindNext(changes);
        CapturedExchange? same = changes is { } then && next is null ? LastAnswered(exchange => exchange.Changes == then) : null;
        isRepeated = false;
        if (next is null && same is null && changes is { } moment)
            next = _all.Where(static exchange => !exchange.IsTaken).MinBy(exchange => Math.Abs(exchange.Changes - moment));

        isRepeated = next is null;
        CapturedExchange chosen = next ?? same ?? LastAnswered(static _ => true) ?? _all[^1];
        chosen.Begin();
        Open(chosen, host, sequence);
        return chosen;
    }

    /// <summary>The first one that nobody took, of a moment or of any. All that come before those are passed over, since a program may ask for the same thing very often.</summary>
    private CapturedExchange? FindNext(int? changes)
    {
        while (_taken < _all.Count && _all[_taken].IsTaken)
            _taken++;

        for (int index = _taken; index < _all.Count && (changes is null || _all[index].Changes <= changes); index++)
        {
            if (!_all[index].IsTaken && (changes is null || _all[index].Changes == changes))
                return _all[index];
        }

        return null;
    }

    private CapturedExchange? LastAnswered(Predicate<CapturedExchange> isMeant) => _all.FindLast(exchange => exchange.HasAnswer && isMeant(exchange));

    private void Open(CapturedExchange exchange, IPEndPoint host, ushort? sequence)
    {
        if (sequence is { } number)
            _open[(host, number)] = exchange;
    }
}
