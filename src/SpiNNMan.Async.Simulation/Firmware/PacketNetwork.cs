using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Programs;
using static SpiNNMan.Async.Simulation.Chips.DiagnosticCounters;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Carries packets from core to core, over the chips whose cores do not execute. A packet follows routing tables, a fixed route, or goes to a neighbour.</summary>
/// <remarks>
/// A multicast packet without an entry goes straight on, if it came over a link. If a core sent it, it is dropped. A packet to a link that is broken or full is dropped too; the router keeps it, unless it keeps another. A packet that goes round in circles for too long is dropped and not kept.
/// On a chip with cores that execute, the chip's own router takes the packet.
/// </remarks>
internal sealed class PacketNetwork(ChipSet all, ExecutingChips executed, Func<VirtualCore, CoreServices> services, Action<LedgerKind, CoreLocation, uint, uint?> note)
{
    private const int MostVisits = 1 << 16;

    private const uint MonitorBit = 1 << Link.Count;
    private const byte PayloadBit = 2;

    /// <summary>The chips that the present packet has still to reach. Packets that programs send wait until this packet is done.</summary>
    private readonly Queue<(VirtualChip Chip, int Link, int Age)> _pending = new();

    /// <summary>Sends a multicast packet from a core. On chips that do not execute, it arrives before anything else happens.</summary>
    public void SendMulticast(VirtualCore from, uint key, uint? payload) => Carry(from.Chip, Packet.Local, Make(PacketType.Multicast, key, payload));

    /// <summary>Sends a fixed-route packet from a core.</summary>
    public void SendFixedRoute(VirtualCore from, uint data, uint? payload) => Carry(from.Chip, Packet.Local, Make(PacketType.FixedRoute, data, payload));

    /// <summary>Carries a packet on from a chip.</summary>
    /// <param name="start">The chip.</param>
    /// <param name="link">The link over which it came; <see cref="Packet.Local"/> for none.</param>
    /// <param name="packet">The packet.</param>
    public void Carry(VirtualChip start, int link, Packet packet)
    {
        if (packet.Type == PacketType.NearestNeighbour)
        {
            Answer(start, link, packet);
            return;
        }

        if (packet.Hops >= Router.MostHops)
            return;

        _pending.Clear();
        _pending.Enqueue((start, link, 0));
        int oldest = 4 * all.LargestDistance;
        for (int visits = 0; visits < MostVisits && _pending.TryDequeue(out (VirtualChip Chip, int Link, int Age) at); visits++)
        {
            if (executed.Find(at.Chip) is { } hardware)
            {
                Packet aged = packet with { Hops = (ushort)Math.Min(packet.Hops + at.Age, ushort.MaxValue) };
                bool isTaken = at.Link == Packet.Local ? hardware.TrySend(aged) : hardware.TryReceive(at.Link, aged);
                if (!isTaken)
                    Count(at.Chip, packet, isDefault: false, at.Link, ToDump);

                continue;
            }

            (uint route, bool isDefault) = FindRoute(at.Chip, at.Link, packet);
            if (at.Age > oldest)
                route = 0;

            (uint destinations, uint blocked) = Follow(at.Chip, route, at.Age);
            for (int number = 1; number < at.Chip.WorkingCores; number++)
            {
                if ((route & (MonitorBit << number)) != 0)
                    Deliver(at.Chip.Core(number), packet);
            }

            Count(at.Chip, packet, isDefault, at.Link, destinations);
            if (blocked != 0)
                at.Chip.Router.Keep(packet, at.Link, blocked);
            if ((destinations & ToDump) != 0)
                Note(LedgerKind.PacketDropped, new CoreLocation(at.Chip.Location, 0), packet);
        }
    }

    /// <summary>Gives a packet to the program of a core, if it has one that does not execute.</summary>
    public void Deliver(VirtualCore core, Packet packet)
    {
        if (core.Application is not { } program)
        {
            if (core.Execution is null)
                Note(LedgerKind.PacketIgnored, core.Location, packet);

            return;
        }

        uint? payload = packet.HasPayload ? packet.Payload : null;
        if (packet.Type == PacketType.Multicast)
            CoreServices.Guard(core, () => program.OnMulticast(services(core), packet.Key, payload));
        else if (packet.Type == PacketType.FixedRoute)
            CoreServices.Guard(core, () => program.OnFixedRoute(services(core), packet.Key, payload));
    }

    private void Note(LedgerKind kind, CoreLocation where, Packet packet)
    {
        if (packet.Type == PacketType.Multicast)
            note(kind, where, packet.Key, packet.HasPayload ? packet.Payload : null);
    }

    private static Packet Make(PacketType type, uint key, uint? payload) => new((byte)(((int)type << 6) | (payload is null ? 0 : PayloadBit)), key, payload ?? 0, 0);

    private static void Count(VirtualChip chip, Packet packet, bool isDefault, int link, uint destinations)
    {
        uint kind = 1u << (int)packet.Type;
        chip.Router.Count(
            kind | (packet.HasPayload ? HasPayload : HasNoPayload) | IsNormallyRouted | (isDefault ? IsDefaultRouted : IsRoutedByTable) | (link == Packet.Local ? IsLocal : IsFromElsewhere),
            destinations);
    }

    private static (uint Route, bool IsDefault) FindRoute(VirtualChip chip, int link, Packet packet)
    {
        switch (packet.Type)
        {
            case PacketType.FixedRoute:
                return (chip.Router.FixedWay, false);
            case PacketType.PointToPoint:
                int next = chip.Router.NextHop((ushort)packet.Key);
                return (next < Link.Count ? 1u << next : next == Packet.Local ? MonitorBit : 0, false);
            default:
                if (chip.Router.TryFindRoute(packet.Key, out uint route))
                    return (route, false);

                return (link == Packet.Local ? 0 : 1u << Link.Opposite(link), true);
        }
    }

    /// <summary>Takes a packet from a neighbour. The router answers reads and writes of a word. Other packets go to the monitor, which ignores them.</summary>
    private void Answer(VirtualChip chip, int link, Packet packet)
    {
        if (!packet.IsPeekOrPoke || !ChipMemory.IsReachableByLink(packet.Key) || all.Neighbour(chip, link) is not { } asker || executed.Find(asker) is not { } hardware)
            return;

        if (packet.HasPayload)
            chip.Memory.WriteWord(packet.Key, packet.Payload);

        Packet answer = Make(PacketType.NearestNeighbour, packet.Key | 1, packet.HasPayload ? null : chip.Memory.ReadWord(packet.Key));
        hardware.TryReceive(Link.Opposite(link), answer);
    }

    /// <summary>Sends a packet on over the links of its route.</summary>
    /// <returns>Its destinations, in the bits of the filters, and the links that did not take it.</returns>
    private (uint Destinations, uint Blocked) Follow(VirtualChip chip, uint route, int age)
    {
        uint destinations = 0;
        uint blocked = 0;
        for (int link = 0; link < Link.Count; link++)
        {
            if ((route & (1u << link)) == 0)
                continue;

            if (all.Towards(chip, link) is { } next && executed.Find(next)?.HasRoom(Link.Opposite(link)) != false)
            {
                _pending.Enqueue((next, Link.Opposite(link), age + 1));
                destinations |= 1u << (ToFirstLink + link);
            }
            else
            {
                destinations |= ToDump;
                blocked |= 1u << link;
            }
        }

        if ((route & MonitorBit) != 0)
            destinations |= ToMonitor;
        if ((route & ~(MonitorBit | (MonitorBit - 1))) != 0)
            destinations |= ToCore;

        return (destinations == 0 ? ToDump : destinations, blocked);
    }
}
