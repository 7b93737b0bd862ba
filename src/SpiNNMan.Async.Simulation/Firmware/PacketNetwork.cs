using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using static SpiNNMan.Async.Simulation.Chips.DiagnosticCounters;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Carries packets from core to core: multicast by the routing tables of the chips, and those of which each chip has one way for all.</summary>
/// <remarks>A multicast packet that no entry fits goes straight on, if it came over a link; one that a core sent is dumped. So is one whose link does not work. What goes round in circles dies of old age.</remarks>
internal sealed class PacketNetwork(ChipSet all, Func<VirtualCore, CoreServices> services)
{
    private const int MostVisits = 1 << 16;
    private const int Local = -1;

    private const uint MonitorBit = 1 << Link.Count;

    /// <summary>Sends a multicast packet from a core; it arrives everywhere before anything else happens.</summary>
    public void SendMulticast(VirtualCore from, uint key, uint? payload) => Carry(
        from,
        IsMulticast | PayloadFlag(payload),
        (chip, link) => FindRoute(chip, link, key),
        (core, program) => program.OnMulticast(core, key, payload));

    /// <summary>Sends a packet on the one way that chips have for all of its kind.</summary>
    public void SendFixedRoute(VirtualCore from, uint data, uint? payload) => Carry(
        from,
        IsFixedRoute | PayloadFlag(payload),
        static (chip, _) => (chip.Router.FixedWay, false),
        (core, program) => program.OnFixedRoute(core, data, payload));

    private static uint PayloadFlag(uint? payload) => payload is null ? HasNoPayload : HasPayload;

    private void Carry(VirtualCore from, uint kind, Func<VirtualChip, int, (uint Route, bool IsDefault)> find, Action<CoreServices, IVirtualCoreApplication> deliver)
    {
        var pending = new Queue<(VirtualChip Chip, int Link, int Age)>();
        pending.Enqueue((from.Chip, Local, 0));
        int oldest = 4 * all.LargestDistance;
        for (int visits = 0; visits < MostVisits && pending.TryDequeue(out (VirtualChip Chip, int Link, int Age) at); visits++)
        {
            (uint route, bool isDefault) = find(at.Chip, at.Link);
            if (at.Age > oldest)
                route = 0;

            uint ways = Follow(at.Chip, route, at.Age, pending);
            Deliver(at.Chip, route, deliver);
            at.Chip.Router.Count(kind | IsNormallyRouted | (isDefault ? IsDefaultRouted : IsRoutedByTable) | (at.Link == Local ? IsLocal : IsFromElsewhere), ways);
        }
    }

    private static (uint Route, bool IsDefault) FindRoute(VirtualChip chip, int link, uint key)
    {
        if (chip.Router.TryFindRoute(key, out uint route))
            return (route, false);

        return (link == Local ? 0 : 1u << Link.Opposite(link), true);
    }

    /// <summary>Sends a packet on over the links of its route.</summary>
    /// <returns>Where it went, as filters have it.</returns>
    private uint Follow(VirtualChip chip, uint route, int age, Queue<(VirtualChip Chip, int Link, int Age)> pending)
    {
        uint ways = 0;
        for (int link = 0; link < Link.Count; link++)
        {
            if ((route & (1u << link)) == 0)
                continue;

            if (all.Neighbour(chip, link) is { } next)
            {
                pending.Enqueue((next, Link.Opposite(link), age + 1));
                ways |= 1u << (ToFirstLink + link);
            }
            else
            {
                ways |= ToDump;
            }
        }

        if ((route & MonitorBit) != 0)
            ways |= ToMonitor;
        if ((route & ~(MonitorBit | (MonitorBit - 1))) != 0)
            ways |= ToCore;

        return ways == 0 ? ToDump : ways;
    }

    private void Deliver(VirtualChip chip, uint route, Action<CoreServices, IVirtualCoreApplication> deliver)
    {
        for (int number = 1; number < chip.WorkingCores; number++)
        {
            if ((route & (MonitorBit << number)) != 0 && chip.Core(number) is { Application: { } program } core)
                CoreServices.Guard(core, () => deliver(services(core), program));
        }
    }
}
