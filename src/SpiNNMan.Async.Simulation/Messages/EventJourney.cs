using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>Writes into the ledger what becomes of a message with events on its way from a core to a host.</summary>
internal sealed class EventJourney(EventLedger ledger, Func<TimeSpan> now, CoreLocation core, int events)
{
    private byte? _tag;

    /// <summary>It came to nothing.</summary>
    public void Drop(DropReason reason) => ledger.Add(Entry(LedgerKind.DatagramDropped) with { Reason = reason });

    /// <summary>It leaves the board.</summary>
    public void Send(byte tag)
    {
        _tag = tag;
        ledger.Add(Entry(LedgerKind.DatagramSent));
    }

    /// <summary>It came out of the network.</summary>
    public void Arrive() => ledger.Add(Entry(LedgerKind.DatagramArrived));

    private LedgerEntry Entry(LedgerKind kind) => new(now(), kind, core, events) { Tag = _tag };
}
