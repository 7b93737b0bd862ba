using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Writes the routes of a program that runs the machine into the tables of the chips, on shortest paths.</summary>
internal sealed class RouteLoader(ChipSet all, Topology topology)
{
    /// <summary>Loads an entry on each chip of the path.</summary>
    /// <exception cref="InvalidParameterException">There is no such chip, core or path.</exception>
    /// <exception cref="InvalidOperationException">The table of a chip is full.</exception>
    public void Load(PacketRoute route)
    {
        var routes = new Dictionary<ChipLocation, uint>();
        foreach (CoreLocation core in route.To)
            Follow(route.From, core, routes);

        foreach ((ChipLocation place, uint where) in routes)
        {
            RoutingTable table = Chip(place).RoutingTable;
            int entry = table.Allocate(1, route.ApplicationId);
            if (entry == 0)
                throw new InvalidOperationException($"The routing table of chip {place} is full.");

            table.Load(entry, route.ApplicationId, where, route.Key, route.Mask);
        }
    }

    private void Follow(ChipLocation from, CoreLocation to, Dictionary<ChipLocation, uint> routes)
    {
        VirtualChip end = Chip(to.Chip);
        InvalidParameterException.ThrowIfOutside(to.Core, 1, end.WorkingCores - 1, nameof(to));
        IReadOnlyList<ChipLocation> way = from == to.Chip ? [from] : topology.Between(from, to.Chip);
        for (int i = 0; i < way.Count - 1; i++)
            Add(routes, way[i], 1u << LinkBetween(way[i], way[i + 1]));

        Add(routes, to.Chip, 1u << (Link.Count + to.Core));
    }

    private static void Add(Dictionary<ChipLocation, uint> routes, ChipLocation at, uint bit) => routes[at] = routes.GetValueOrDefault(at) | bit;

    private int LinkBetween(ChipLocation chip, ChipLocation next)
    {
        for (int link = 0; link < Link.Count; link++)
        {
            if (all.Neighbour(Chip(chip), link)?.Location == next)
                return link;
        }

        throw new InvalidParameterException(nameof(next), next, $"there is no path to it from {chip}");
    }

    private VirtualChip Chip(ChipLocation place) => all.Find(place) ?? throw new InvalidParameterException(nameof(place), place, "the machine has no such chip");
}
