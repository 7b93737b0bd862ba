using System.Globalization;
using System.Net;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>Makes the model of a machine of the answers of its chips: leaves out parts that do not work or are not wanted, and reports them.</summary>
internal sealed class MachineBuilder
{
    private readonly MachineDimensions _dimensions;
    private readonly ChipLocation _bootChip;
    private readonly DiscoveryOptions _options;
    private readonly Machine _empty;
    private readonly SortedDictionary<ChipLocation, MachineChip> _chips = new(ByColumn);
    private readonly List<DiscoveryFinding> _findings = [];

    private MachineBuilder(MachineDimensions dimensions, ChipLocation bootChip, DiscoveryOptions options)
    {
        _dimensions = dimensions;
        _bootChip = bootChip;
        _options = options;
        _empty = new Machine(dimensions, bootChip, []);
    }

    private static Comparer<ChipLocation> ByColumn { get; } = Comparer<ChipLocation>.Create(static (one, other) => ((one.X << 8) | one.Y) - ((other.X << 8) | other.Y));

    /// <summary>Makes the model.</summary>
    /// <param name="dimensions">The size of the machine.</param>
    /// <param name="bootChip">The chip it was booted through.</param>
    /// <param name="readings">The answers of the chips.</param>
    /// <param name="options">How faults are treated.</param>
    /// <exception cref="MachineDiscoveryException">There are faults, and the options say that this is an error.</exception>
    public static (Machine Machine, IReadOnlyList<DiscoveryFinding> Findings) Build(
        MachineDimensions dimensions, ChipLocation bootChip, IEnumerable<ChipReading> readings, DiscoveryOptions options)
    {
        var builder = new MachineBuilder(dimensions, bootChip, options);
        foreach (ChipReading reading in readings)
            builder.Add(reading);

        var ignorer = new PartIgnorer(dimensions, builder._chips, builder._findings);
        ignorer.RemoveChips(options.Ignored.Chips);
        ignorer.RemoveCores(options.Ignored.Cores);
        builder.DropLinksToNowhere();
        ignorer.RemoveLinks(options.Ignored.Links, builder._empty.GetNeighbour);
        int faults = builder._findings.Count;
        builder.TreatOneWayLinks();
        builder.TreatCutOffChips();
        if (options.Repair == RepairPolicy.Throw && builder._findings.Count > faults)
            throw new MachineDiscoveryException([.. builder._findings.Skip(faults)]);

        IReadOnlyList<DiscoveryFinding> findings = [.. builder._findings.OrderBy(static finding => finding.Chip, ByColumn)];
        return (new Machine(dimensions, bootChip, builder._chips.Values), findings);
    }

    private void Add(in ChipReading reading)
    {
        if (reading.Summary is not { } summary)
        {
            _findings.Add(new DiscoveryFinding(DiscoveryFindingKind.SilentChip, reading.Chip, $"Chip {reading.Chip} is left out: {reading.Error?.Message ?? "it did not answer."}")
            {
                Error = reading.Error,
            });
            return;
        }

        IPAddress? address = summary.EthernetAddress;
        if (address is not null && reading.Chip != summary.NearestEthernet)
        {
            string what = _options.IgnoreBadEthernets ? "the address is not used" : "the chip is left out";
            Report(DiscoveryFindingKind.BadEthernet, reading.Chip, $"Chip {reading.Chip} has the address {address}, but its nearest Ethernet is that of {summary.NearestEthernet}: {what}.");
            if (!_options.IgnoreBadEthernets)
                return;

            address = null;
        }

        if (_options.ReadCoreMaps && reading.CoreMap is null)
            Report(DiscoveryFindingKind.NoCoreMap, reading.Chip, $"Chip {reading.Chip} did not report the physical numbers of its cores.");

        _chips[reading.Chip] = new MachineChip(
            reading.Chip,
            CoresOf(summary),
            summary.WorkingLinks,
            summary.NearestEthernet,
            address,
            Math.Min(summary.LargestFreeSdram, _options.MaxSdramPerChip ?? uint.MaxValue),
            summary.FreeRouterEntries,
            summary.CoreStates)
        {
            CoreMap = reading.CoreMap,
            ParentLink = summary.ParentLink,
        };
    }

    private CoreSet CoresOf(in ChipSummaryInfo summary)
    {
        var cores = CoreSet.FromMask((1u << Math.Min(summary.CoreCount, CoreSet.MaxCores)) - 1);
        if (!_options.LeaveOutBusyCores)
            return cores;

        uint idle = cores.Mask & (summary.CoreStates.CoresIn(CoreState.Idle).Mask | 1);
        foreach (int core in CoreSet.FromMask(cores.Mask & ~idle))
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"Core {core} of chip {summary.Chip} is left out: its state is {summary.CoreStates[core]}.");
            _findings.Add(new DiscoveryFinding(DiscoveryFindingKind.BusyCore, summary.Chip, message) { Core = core });
        }

        return CoreSet.FromMask(idle);
    }

    private void DropLinksToNowhere()
    {
        foreach (MachineChip chip in _chips.Values.ToArray())
        {
            uint working = chip.Links.Mask;
            foreach (int link in chip.Links)
            {
                ChipLocation target = _empty.GetNeighbour(chip.Location, link);
                if (_chips.ContainsKey(target))
                    continue;

                working &= ~(1u << link);
                Report(DiscoveryFindingKind.LinkToNowhere, chip.Location, link, $"Link {link} of chip {chip.Location} is left out: it leads to {target}, and the machine has no such chip.");
            }

            SetLinks(chip, working);
        }
    }

    private void TreatOneWayLinks()
    {
        foreach (MachineChip chip in _chips.Values.ToArray())
        {
            uint working = chip.Links.Mask;
            foreach (int link in chip.Links)
            {
                int back = (link + 3) % LinkSet.MaxLinks;
                MachineChip target = _chips[_empty.GetNeighbour(chip.Location, link)];
                if (target.Links.Contains(back))
                    continue;

                working &= ~(1u << link);
                Report(DiscoveryFindingKind.OneWayLink, chip.Location, link, $"Link {link} of chip {chip.Location} works, but link {back} of {target.Location} in the other direction does not{Outcome}.");
            }

            if (_options.Repair == RepairPolicy.Repair)
                SetLinks(chip, working);
        }
    }

    private void TreatCutOffChips()
    {
        HashSet<ChipLocation> reached = FindConnected();
        foreach (ChipLocation chip in _chips.Keys.Where(chip => !reached.Contains(chip)).ToArray())
        {
            Report(DiscoveryFindingKind.CutOffChip, chip, $"No path of links that work in both directions leads from {_bootChip} to chip {chip}{Outcome}.");
            if (_options.Repair == RepairPolicy.Repair)
                _chips.Remove(chip);
        }
    }

    private string Outcome => _options.Repair == RepairPolicy.Repair ? ": left out" : "";

    private HashSet<ChipLocation> FindConnected()
    {
        var reached = new HashSet<ChipLocation>();
        var next = new Queue<ChipLocation>();
        if (_chips.ContainsKey(_bootChip) && reached.Add(_bootChip))
            next.Enqueue(_bootChip);

        while (next.TryDequeue(out ChipLocation place))
        {
            foreach (int link in _chips[place].Links)
            {
                ChipLocation target = _empty.GetNeighbour(place, link);
                bool leadsBack = _chips[target].Links.Contains((link + 3) % LinkSet.MaxLinks);
                if (leadsBack && reached.Add(target))
                    next.Enqueue(target);
            }
        }

        return reached;
    }

    private void SetLinks(MachineChip chip, uint links)
    {
        if (links != chip.Links.Mask)
            _chips[chip.Location] = chip with { Links = LinkSet.FromMask(links) };
    }

    private void Report(DiscoveryFindingKind kind, ChipLocation chip, string message) => _findings.Add(new DiscoveryFinding(kind, chip, message));

    private void Report(DiscoveryFindingKind kind, ChipLocation chip, int link, string message) =>
        _findings.Add(new DiscoveryFinding(kind, chip, message) { Link = link });
}
