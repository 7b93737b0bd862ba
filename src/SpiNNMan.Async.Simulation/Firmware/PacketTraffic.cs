using System.Numerics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using static SpiNNMan.Async.Simulation.Chips.DiagnosticCounters;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Counts the packets between the monitors of a machine, in the routers on their path. The packets themselves are not simulated.</summary>
/// <remarks>There are counters for each chip that a packet passed. The counters of a chip that has not been made yet wait here for the chip.</remarks>
internal sealed class PacketTraffic(Topology topology, ChipLocation root)
{
    private const int MostKeptPaths = 4096;

    /// <summary>A packet carries three bytes of a message, and each message two bytes of its own.</summary>
    private const int BytesPerPacket = 3;
    private const int OwnBytes = 2;

    /// <summary>The number of packets after which the receiver confirms them.</summary>
    private const int PacketsPerReceipt = 16;

    /// <summary>A message is opened and closed. Both steps are confirmed.</summary>
    private const int OpenAndClose = 2;

    private const uint Message = IsPointToPoint | IsNormallyRouted | IsRoutedByTable | HasPayload;
    private const uint Neighbour = IsNearestNeighbour | IsNormallyRouted | IsRoutedByTable | HasPayload;
    private const uint Signal = IsMulticast | IsNormallyRouted | IsRoutedByTable | HasPayload;
    private const uint AnyLink = 0x3F << ToFirstLink;

    private readonly Dictionary<ChipLocation, DiagnosticCounters> _counters = [];
    private readonly Dictionary<(ChipLocation From, ChipLocation To), DiagnosticCounters[]> _kept = [];
    private long _flooded;
    private long _broadcast;

    /// <summary>The counters of a chip's router.</summary>
    public DiagnosticCounters CountersOf(ChipLocation chip)
    {
        if (_counters.TryGetValue(chip, out DiagnosticCounters? counters))
            return counters;

        // The packets that went to every chip so far came to this chip as well.
        counters = new DiagnosticCounters();
        CountFlood(chip, counters, (uint)_flooded);
        CountBroadcast(chip, counters, (uint)_broadcast);
        return _counters[chip] = counters;
    }

    /// <summary>Counts a message from one monitor to another, and the receipts for it.</summary>
    public void CountMessage(ChipLocation from, ChipLocation to, int length)
    {
        int packets = (length + OwnBytes + BytesPerPacket - 1) / BytesPerPacket;
        int receipts = (packets - 1) / PacketsPerReceipt;
        CountPackets(from, to, packets + OpenAndClose);
        CountPackets(to, from, receipts + OpenAndClose);
    }

    /// <summary>Counts single packets from one monitor to another.</summary>
    public void CountPackets(ChipLocation from, ChipLocation to, int packets)
    {
        if (from == to)
            return;

        DiagnosticCounters[] way = WayBetween(from, to);
        way[0].Count(Message | IsLocal, AnyLink, (uint)packets);
        for (int i = 1; i < way.Length; i++)
            way[i].Count(Message | IsFromElsewhere, i == way.Length - 1 ? ToMonitor : AnyLink, (uint)packets);
    }

    /// <summary>Counts requests of a chip to the router of its neighbour, and the answers.</summary>
    public void CountLink(ChipLocation chip, int link, ChipLocation neighbour, int words)
    {
        CountersOf(chip).Count(Neighbour | IsLocal, 1u << (ToFirstLink + link), (uint)words);
        CountersOf(neighbour).Count(Neighbour | IsFromElsewhere, 1u << (ToFirstLink + Link.Opposite(link)), (uint)words);
        CountersOf(chip).Count(Neighbour | IsFromElsewhere, ToMonitor, (uint)words);
    }

    /// <summary>Counts packets that each chip passes on to all its neighbours.</summary>
    public void CountFlood(int packets)
    {
        _flooded += packets;
        foreach ((ChipLocation chip, DiagnosticCounters counters) in _counters)
            CountFlood(chip, counters, (uint)packets);
    }

    /// <summary>Counts a packet from the root to every chip.</summary>
    public void CountBroadcast()
    {
        _broadcast++;
        foreach ((ChipLocation chip, DiagnosticCounters counters) in _counters)
            CountBroadcast(chip, counters, 1);
    }

    private void CountFlood(ChipLocation chip, DiagnosticCounters counters, uint packets)
    {
        uint links = (uint)BitOperations.PopCount(topology.Links(chip));
        counters.Count(Neighbour | IsLocal, AnyLink, links * packets);
        counters.Count(Neighbour | IsFromElsewhere, ToMonitor, links * packets);
    }

    private void CountBroadcast(ChipLocation chip, DiagnosticCounters counters, uint packets) =>
        counters.Count(Signal | (chip == root ? IsLocal : IsFromElsewhere), ToMonitor, packets);

    /// <summary>The counters on the path between two chips. Most messages go back and forth between the same two.</summary>
    private DiagnosticCounters[] WayBetween(ChipLocation from, ChipLocation to)
    {
        if (_kept.TryGetValue((from, to), out DiagnosticCounters[]? way))
            return way;

        if (_kept.Count >= MostKeptPaths)
            _kept.Clear();

        way = [.. topology.Between(from, to).Select(CountersOf)];
        _kept[(to, from)] = [.. way.Reverse()];
        return _kept[(from, to)] = way;
    }
}
