using System.Net;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>Follows the requests and replies of all hosts and machines. What it keeps is bounded, however many there are.</summary>
/// <param name="left">Is told of each request that nobody answered, when nothing more can come.</param>
internal sealed class ExchangeBook(Action<Exchange>? left = null)
{
    private const int MostConversations = 1024;
    private const int MostMachines = 4096;
    private const int Remembered = 512;

    /// <summary>After this time a request is no longer under way.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>After this time a request that is the same as one that was answered well is a new one.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(IPEndPoint Host, IPEndPoint Machine), Conversation> _conversations = [];
    private readonly Dictionary<IPEndPoint, int> _underWay = [];

    /// <summary>Follows a request or a reply.</summary>
    public ExchangeStep Follow(ReadDatagram datagram)
    {
        Conversation conversation = Find((datagram.Host, datagram.Machine));
        conversation.LastTime = datagram.Datagram.Time;
        return datagram.Kind == DatagramKind.Request ? OnRequest(conversation, datagram) : OnReply(conversation, datagram);
    }

    /// <summary>Nothing more comes: tells of all requests that were not answered.</summary>
    public void Finish()
    {
        foreach (Conversation conversation in _conversations.Values)
            Leave(conversation);

        _conversations.Clear();
    }

    private static bool AsksForAnother(ushort result) =>
        (ScpResult)result is ScpResult.NoBuffer or ScpResult.P2PBusy or ScpResult.P2PNoReply or ScpResult.Timeout or ScpResult.P2PTimeout or ScpResult.BadLength;

    private static int HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private ExchangeStep OnRequest(Conversation conversation, ReadDatagram datagram)
    {
        DateTimeOffset now = datagram.Datagram.Time;
        GiveUp(conversation, now);
        int hash = HashOf(datagram.Bytes);
        if (!conversation.Exchanges.TryGetValue(datagram.Sequence, out Exchange? exchange) || exchange.Hash != hash || (IsOver(exchange) && now - exchange.Sent > s_soon))
        {
            if (exchange is { IsAnswered: false })
                Leave(conversation, exchange);

            exchange = new Exchange { Host = datagram.Host, Machine = datagram.Machine, Command = datagram.Code, Port = datagram.Core.Port, Hash = hash };
            conversation.Exchanges[datagram.Sequence] = exchange;
            Send(conversation, exchange, now);
            Forget(conversation);
            return new ExchangeStep(ExchangeStepKind.Request, exchange, default, IsLost: false);
        }

        exchange.Tries++;
        if (IsOver(exchange))
        {
            exchange.Sent = now;
            return new ExchangeStep(ExchangeStepKind.Repeat, exchange, default, IsLost: false);
        }

        bool isLost = exchange.Refusal is null;
        exchange.TriesAfterRefusal += exchange.Refusal is { } refusal && !AsksForAnother(refusal) ? 1 : 0;
        exchange.UnderWayBefore = exchange.UnderWay;
        exchange.Refusal = null;
        exchange.IsAnswered = false;
        Send(conversation, exchange, now);
        return new ExchangeStep(ExchangeStepKind.Repeat, exchange, default, isLost);
    }

    private ExchangeStep OnReply(Conversation conversation, ReadDatagram datagram)
    {
        if (!conversation.Exchanges.TryGetValue(datagram.Sequence, out Exchange? exchange))
            return new ExchangeStep(ExchangeStepKind.StrangeReply, null, default, IsLost: false);

        TimeSpan roundTrip = datagram.Datagram.Time - exchange.Sent;
        exchange.Replies++;
        if (exchange.IsAnswered)
            return new ExchangeStep(ExchangeStepKind.RepeatedReply, exchange, roundTrip, IsLost: false);

        exchange.Refusal = datagram.Code == (ushort)ScpResult.Ok ? null : datagram.Code;
        EndBeingUnderWay(exchange);
        if (exchange.Refusal is { } refusal && AsksForAnother(refusal))
            return new ExchangeStep(ExchangeStepKind.Reply, exchange, roundTrip, IsLost: false);

        exchange.IsAnswered = true;
        conversation.Waiting.Remove(exchange);
        foreach (Exchange overtaken in conversation.Waiting.Where(waiting => waiting.Order < exchange.Order))
            EndBeingUnderWay(overtaken);

        return new ExchangeStep(ExchangeStepKind.Reply, exchange, roundTrip, IsLost: false);
    }

    private static bool IsOver(Exchange exchange) => exchange is { IsAnswered: true, Refusal: null };

    private void Send(Conversation conversation, Exchange exchange, DateTimeOffset now)
    {
        if (!exchange.IsUnderWay && _underWay.Count < MostMachines)
        {
            exchange.IsUnderWay = true;
            _underWay[exchange.Machine] = _underWay.GetValueOrDefault(exchange.Machine) + 1;
        }

        exchange.UnderWay = _underWay.GetValueOrDefault(exchange.Machine);
        exchange.Order = ++conversation.Sent;
        exchange.Sent = now;

        // Those that wait are in the order in which they were sent.
        conversation.Waiting.Remove(exchange);
        conversation.Waiting.Add(exchange);
    }

    private void EndBeingUnderWay(Exchange exchange)
    {
        if (!exchange.IsUnderWay)
            return;

        exchange.IsUnderWay = false;
        _underWay[exchange.Machine]--;
    }

    private void GiveUp(Conversation conversation, DateTimeOffset now)
    {
        while (conversation.Waiting is [var first, ..] && (now - first.Sent > s_longest || conversation.Waiting.Count > Remembered))
            Leave(conversation, first);
    }

    private void Leave(Conversation conversation)
    {
        while (conversation.Waiting is [var first, ..])
            Leave(conversation, first);
    }

    private void Leave(Conversation conversation, Exchange exchange)
    {
        conversation.Waiting.Remove(exchange);
        EndBeingUnderWay(exchange);
        if (!exchange.IsAnswered)
            left?.Invoke(exchange);
    }

    /// <summary>Forgets old requests. Those that were answered are kept for a while, so that their second replies are recognised.</summary>
    private static void Forget(Conversation conversation)
    {
        if (conversation.Exchanges.Count <= 2 * Remembered)
            return;

        foreach (ushort old in conversation.Exchanges.Where(entry => entry.Value.Order < conversation.Sent - Remembered && !conversation.Waiting.Contains(entry.Value)).Select(static entry => entry.Key).ToArray())
            conversation.Exchanges.Remove(old);
    }

    private Conversation Find((IPEndPoint Host, IPEndPoint Machine) ends)
    {
        if (_conversations.TryGetValue(ends, out Conversation? conversation))
            return conversation;

        if (_conversations.Count >= MostConversations)
        {
            KeyValuePair<(IPEndPoint, IPEndPoint), Conversation> oldest = _conversations.MinBy(static entry => entry.Value.LastTime);
            Leave(oldest.Value);
            _conversations.Remove(oldest.Key);
        }

        return _conversations[ends] = new Conversation();
    }

    private sealed class Conversation
    {
        public Dictionary<ushort, Exchange> Exchanges { get; } = [];

        public List<Exchange> Waiting { get; } = [];

        public long Sent { get; set; }

        public DateTimeOffset LastTime { get; set; }
    }
}
