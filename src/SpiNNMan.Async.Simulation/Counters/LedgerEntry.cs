using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>One line in the ledger of live data.</summary>
/// <param name="At">The time since the machine was made.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Core">The core. For a router or an Ethernet it is core 0 of its chip. For a datagram it is the core that sent the message.</param>
/// <param name="Events">The number of events: 1 for an event or a packet, the count of the message for messages and datagrams.</param>
/// <remarks>Protocol: virtual-machine.md, "The ledger of live data".</remarks>
public readonly record struct LedgerEntry(TimeSpan At, LedgerKind Kind, CoreLocation Core, int Events)
{
    /// <summary>The key of an event at that place.</summary>
    public uint? Key { get; init; }

    /// <summary>The payload of an event, if it has one.</summary>
    public uint? Payload { get; init; }

    /// <summary>The tick of the core.</summary>
    public uint? Tick { get; init; }

    /// <summary>The IP tag, for datagrams.</summary>
    public byte? Tag { get; init; }

    /// <summary>Why a datagram was dropped.</summary>
    public DropReason? Reason { get; init; }
}
