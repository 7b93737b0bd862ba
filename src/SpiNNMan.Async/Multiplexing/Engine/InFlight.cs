using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The requests in flight: their sequence numbers, the table that finds them, and the order of their transmissions.</summary>
internal sealed class InFlight(EngineSettings settings)
{
    private readonly PendingTable _pending = new(settings.MostInFlight);
    private readonly SequenceNumbers _sequences = new();

    /// <summary>All places of the table, in no order. Most are empty.</summary>
    public ReadOnlySpan<RequestEntry?> Places => _pending.Places;

    /// <summary>The number of the last transmission.</summary>
    public long LastOrder { get; private set; }

    /// <summary>Gives a request a number and a place in the table.</summary>
    public void Issue(RequestEntry entry, long now)
    {
        entry.Sequence = _sequences.Issue(_pending, now);
        _pending.Add(entry);
    }

    /// <summary>Records a transmission: the request is the last one sent.</summary>
    public void Order(RequestEntry entry)
    {
        entry.Order = ++LastOrder;
        entry.OvertakenBy = 0;
    }

    public RequestEntry? Find(ushort sequence) => _pending.Find(sequence);

    /// <summary>Finds the request of a reply, by its number and by the core and port that it came from.</summary>
    public RequestEntry? Find(ushort sequence, in SdpEndpoint source) =>
        _pending.Find(sequence) is { } entry && Answers(source, entry.Traits.Destination) ? entry : null;

    /// <summary>Removes a request from the table. Its number is kept back as long as replies to it may come.</summary>
    public void Retire(RequestEntry entry, long now)
    {
        _pending.Remove(entry);
        _sequences.Retire(entry.Sequence, entry.Sends - entry.Replies, now, entry.Replies > 0 ? entry.Recovery?.Reason : null);
    }

    /// <summary>Gives another number to a request that was refused and must not be repeated. So a second copy of the refusal cannot look like a refusal of the next attempt.</summary>
    public void Reissue(RequestEntry entry, long now)
    {
        _pending.Remove(entry);
        _sequences.Retire(entry.Sequence, repliesOwed: 1, now);
        Issue(entry, now);
    }

    /// <summary>Reserves a number that a caller chose.</summary>
    public void Reserve(ushort sequence, long now) => _sequences.Reserve(sequence, now);

    /// <summary>Whether a reply with this number belongs to a request that a caller sent itself.</summary>
    public bool TakeReserved(ushort sequence) => _sequences.TakeReserved(sequence);

    /// <summary>Sorts a reply that no request awaits, by its number.</summary>
    public LateReply TakeLate(ushort sequence, out ResendReason? resent) => _sequences.TakeLate(sequence, out resent);

    private static bool Answers(in SdpEndpoint source, in SdpEndpoint destination) =>
        source.Core == destination.Core
        && source.Port == destination.Port
        && (source.Chip == destination.Chip || destination.Chip == ChipLocation.Root);
}
