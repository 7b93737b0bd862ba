using System.Globalization;
using System.Net;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>Leaves the parts that the options name out of a machine that is being made.</summary>
internal sealed class PartIgnorer(MachineDimensions dimensions, SortedDictionary<ChipLocation, MachineChip> chips, List<DiscoveryFinding> findings)
{
    private Dictionary<IPAddress, ChipLocation>? _boards;

    public void RemoveChips(IReadOnlyList<IgnoredChip> ignored)
    {
        foreach (IgnoredChip part in ignored)
        {
            if (TryLocate(part.Chip, part.Board, $"chip {part}", out ChipLocation place) && chips.Remove(place))
                Report(DiscoveryFindingKind.Ignored, place, $"Chip {place} is left out, as the options say.");
        }
    }

    public void RemoveCores(IReadOnlyList<IgnoredCore> ignored)
    {
        foreach (IgnoredCore part in ignored)
        {
            string name = $"core {part}";
            if (!TryLocate(part.Chip, part.Board, name, out ChipLocation place))
                continue;

            MachineChip chip = chips[place];
            int? core = part.IsPhysical ? chip.CoreMap?.GetVirtual(-part.Core) : part.Core;
            if (core is not { } found || !chip.Cores.Contains(found))
            {
                string why = part.IsPhysical && chip.CoreMap is null ? "the physical numbers of its cores are not known" : "the chip has no such core that works";
                Report(DiscoveryFindingKind.NothingToIgnore, place, $"The options leave out {name}, but {why}.");
            }
            else if (found == 0)
            {
                Report(DiscoveryFindingKind.NothingToIgnore, place, $"The options leave out {name}, which is the monitor: a chip does not work without it. Leave out the chip.");
            }
            else
            {
                chips[place] = chip with { Cores = CoreSet.FromMask(chip.Cores.Mask & ~(1u << found)) };
                string message = string.Create(CultureInfo.InvariantCulture, $"Core {found} of chip {place} is left out, as the options say.");
                findings.Add(new DiscoveryFinding(DiscoveryFindingKind.Ignored, place, message) { Core = found });
            }
        }
    }

    public void RemoveLinks(IReadOnlyList<IgnoredLink> ignored, Func<ChipLocation, int, ChipLocation> neighbour)
    {
        foreach (IgnoredLink part in ignored)
        {
            string name = $"link {part}";
            if (!TryLocate(part.Chip, part.Board, name, out ChipLocation place))
                continue;

            bool wasThere = RemoveLink(place, part.Link);
            wasThere |= RemoveLink(neighbour(place, part.Link), (part.Link + 3) % LinkSet.MaxLinks);
            if (!wasThere)
            {
                Report(DiscoveryFindingKind.NothingToIgnore, place, $"The options leave out {name}, which does not work in any case.");
                continue;
            }

            string message = string.Create(CultureInfo.InvariantCulture, $"Link {part.Link} of chip {place} is left out in both directions, as the options say.");
            findings.Add(new DiscoveryFinding(DiscoveryFindingKind.Ignored, place, message) { Link = part.Link });
        }
    }

    private bool RemoveLink(ChipLocation place, int link)
    {
        if (!chips.TryGetValue(place, out MachineChip? chip) || !chip.Links.Contains(link))
            return false;

        chips[place] = chip with { Links = LinkSet.FromMask(chip.Links.Mask & ~(1u << link)) };
        return true;
    }

    /// <summary>Finds the chip in the machine, counting from its board if one is named.</summary>
    private bool TryLocate(ChipLocation local, IPAddress? board, string name, out ChipLocation place)
    {
        place = local;
        if (board is not null)
        {
            _boards ??= FindBoards();
            if (!_boards.TryGetValue(board, out ChipLocation ethernet))
            {
                Report(DiscoveryFindingKind.NothingToIgnore, local, $"The options leave out {name}, but no board has that address.");
                return false;
            }

            place = new ChipLocation((byte)((ethernet.X + local.X) % dimensions.Width), (byte)((ethernet.Y + local.Y) % dimensions.Height));
        }

        if (chips.ContainsKey(place))
            return true;

        Report(DiscoveryFindingKind.NothingToIgnore, place, $"The options leave out {name}, but the machine has no such chip.");
        return false;
    }

    private Dictionary<IPAddress, ChipLocation> FindBoards()
    {
        var boards = new Dictionary<IPAddress, ChipLocation>();
        foreach (MachineChip chip in chips.Values.Where(static chip => chip.EthernetAddress is not null))
            boards[chip.EthernetAddress!] = chip.Location;

        return boards;
    }

    private void Report(DiscoveryFindingKind kind, ChipLocation chip, string message) => findings.Add(new DiscoveryFinding(kind, chip, message));
}
