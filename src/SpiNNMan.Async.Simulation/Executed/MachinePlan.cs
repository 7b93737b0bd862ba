using System.Net;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>The parts of an executed machine: everything that decides its run, except datagrams from outside.</summary>
/// <param name="Chips">Its chips.</param>
/// <param name="Wires">Its links: the index of a chip, the link there, and the index of the chip at the other end; each once.</param>
/// <param name="Silent">Hosts that do not answer when a board asks for their hardware address.</param>
/// <param name="AnnouncementInterval">How often a board that waits for an image says so.</param>
internal sealed record MachinePlan(IReadOnlyList<ChipPlan> Chips, IReadOnlyList<(int Chip, int Link, int Other)> Wires, IReadOnlyList<IPAddress> Silent, TimeSpan AnnouncementInterval)
{
    private const int LinksOfHalf = Link.Count / 2;

    /// <summary>Plans the machine of a layout.</summary>
    /// <param name="layout">Its chips, cores and links that work.</param>
    /// <param name="isLiving">Whether a board works.</param>
    /// <param name="addressOf">The address of a board.</param>
    /// <param name="monitorSeed">The seed of the choice of monitors; <see langword="null"/> for the first core that works.</param>
    /// <param name="silent">Hosts that do not answer.</param>
    /// <param name="announcementInterval">How often boards announce themselves.</param>
    public static MachinePlan Of(MachineLayout layout, Func<int, bool> isLiving, Func<int, IPAddress> addressOf, ulong? monitorSeed, IReadOnlyList<IPAddress> silent, TimeSpan announcementInterval)
    {
        ChipPlan[] chips = [.. layout.Chips.Where(chip => isLiving(layout.BoardOf(chip))).Select(Plan)];
        Dictionary<ChipLocation, int> indices = chips.Index().ToDictionary(static entry => entry.Item.Location, static entry => entry.Index);
        var wires = new List<(int, int, int)>();
        foreach ((int index, ChipPlan chip) in chips.Index())
        {
            for (int link = 0; link < LinksOfHalf; link++)
            {
                if (layout.Neighbour(chip.Location, link) is { } other && indices.TryGetValue(other, out int found) && layout.Neighbour(other, Link.Opposite(link)) == chip.Location)
                    wires.Add((index, link, found));
            }
        }

        return new MachinePlan(chips, wires, silent, announcementInterval);

        ChipPlan Plan(ChipLocation chip)
        {
            byte[] working = [.. layout.WorkingCores(chip)];
            uint bad = (1u << ChipOptions.MostCores) - 1;
            foreach (byte core in working)
                bad &= ~(1u << core);

            int board = layout.BoardOf(chip);
            int monitor = monitorSeed is { } seed ? working[(int)(Prng.Mix(seed ^ (((ulong)chip.X << 40) | ((ulong)chip.Y << 32))) % (ulong)working.Length)] : working[0];
            return new ChipPlan(chip, board, bad, monitor, layout.Ethernets[board] == chip ? addressOf(board) : null);
        }
    }
}
