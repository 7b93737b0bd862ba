using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>Records in the ledger the way of a message with events from a core to a host.</summary>
internal sealed class EventJourney(EventLedger ledger, Func<TimeSpan> now, CoreLocation core, int events)
{
    private byte? _tag;

    /// <summary>The message was dropped.</summary>
    public void Drop(DropReason reason) => ledger.Add(Entry(LedgerKind.DatagramDropped) with { Reason = reason });

    /// <summary>The message leaves the board.</summary>
    public void Send(byte tag)
    {
        _tag = tag;
        ledger.Add(Entry(LedgerKind.DatagramSent));
    }

    /// <summary>The datagram left the machine's network.</summary>
    public void Arrive() => ledger.Add(Entry(LedgerKind.DatagramArrived));

    private LedgerEntry Entry(LedgerKind kind) => new(now(), kind, core, events) { Tag = _tag };
}
