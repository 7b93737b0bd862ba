using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>One line in the ledger of live data.</summary>
/// <param name="At">When, since the machine was made.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Core">The core; for what a router or an Ethernet did, core 0 of its chip, or, for datagrams, the core whose message it is.</param>
/// <param name="Events">How many events it is about: 1 for an event or a packet, the count of the message for messages and datagrams.</param>
/// <remarks>Protocol: virtual-machine.md, "The ledger of live data".</remarks>
public readonly record struct LedgerEntry(TimeSpan At, LedgerKind Kind, CoreLocation Core, int Events)
{
    /// <summary>The key of an event, as it was there.</summary>
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
