using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>The missing parts of a machine. Lists and pictures take them from here, so that they agree.</summary>
internal sealed class MachineFaults
{
    private const int Opposite = LinkSet.MaxLinks / 2;
    private const int LeastCores = CoreSet.MaxCores - 1;

    /// <summary>The first version of SC&amp;MP that switches off three links of each large board, by the place of a chip on its board.</summary>
    private const int VersionThatSwitchesOff = 4;

    private static readonly (ChipLocation OnBoard, int Link)[] s_switchedOff = [(new(4, 7), 2), (new(7, 7), 2), (new(1, 0), 4)];

    private static readonly DiscoveryFindingKind[] s_lacks =
        [DiscoveryFindingKind.SilentChip, DiscoveryFindingKind.LinkToNowhere, DiscoveryFindingKind.OneWayLink, DiscoveryFindingKind.CutOffChip, DiscoveryFindingKind.Ignored, DiscoveryFindingKind.BusyCore];

    private readonly Machine _machine;
    private readonly bool _firmwareSwitchesLinksOff;
    private readonly HashSet<ChipLocation> _lacking;
    private readonly HashSet<ChipLocation> _dead;

    /// <param name="machine">The machine.</param>
    /// <param name="software">The version of its software.</param>
    /// <param name="findings">The report of its discovery.</param>
    public MachineFaults(Machine machine, SoftwareVersion software, IEnumerable<DiscoveryFinding> findings)
    {
        _machine = machine;
        _firmwareSwitchesLinksOff = software.Major >= VersionThatSwitchesOff && machine.Dimensions.Width >= 8;
        DiscoveryFinding[] lacks = [.. findings.Where(static finding => s_lacks.Contains(finding.Kind))];
        _dead = [.. PlacesOfChips().Where(place => !machine.Contains(place)), .. lacks.Where(finding => finding.Kind == DiscoveryFindingKind.SilentChip && !machine.Contains(finding.Chip)).Select(static finding => finding.Chip)];
        DeadLinks = [.. machine.Chips.SelectMany(chip => Enumerable.Range(0, LinkSet.MaxLinks).Where(link => IsDead(chip, link)).Select(link => (chip.Location, link)))];
        FewCores = [.. machine.Chips.Where(static chip => chip.Cores.Count < LeastCores)];
        _lacking =
        [
            .. FewCores.Select(static chip => chip.Location),
            .. lacks.Select(static finding => finding.Chip),
            .. DeadLinks.SelectMany(link => Neighbour(link.Chip, link.Link) is { } other ? [link.Chip, other] : (ChipLocation[])[link.Chip]),
        ];
    }

    /// <summary>Places without a chip that works, column by column.</summary>
    public IEnumerable<ChipLocation> DeadChips => _dead.OrderBy(static chip => chip.X).ThenBy(static chip => chip.Y);

    /// <summary>Links between two chips that do not work. A link that works in neither direction is named once. Links that the firmware always switches off are not among them.</summary>
    public IReadOnlyList<(ChipLocation Chip, int Link)> DeadLinks { get; }

    /// <summary>Chips with fewer cores than a chip may have when it is new, which are 17.</summary>
    public IReadOnlyList<MachineChip> FewCores { get; }

    /// <summary>How many links between two chips the firmware itself switches off on every machine of this kind.</summary>
    public int SwitchedOffLinks => _firmwareSwitchesLinksOff
        ? _machine.Chips.Sum(chip => s_switchedOff.Count(off => MachineGeometry.GetLocationOnBoard(chip.Location) == off.OnBoard && !chip.Links.Contains(off.Link) && Neighbour(chip.Location, off.Link) is { } other && _machine.Contains(other)))
        : 0;

    /// <summary>Whether there should be a chip at a place, and none works.</summary>
    public bool IsDead(ChipLocation place) => _dead.Contains(place);

    /// <summary>Whether a chip works, but cores or links of it do not.</summary>
    public bool IsLacking(MachineChip chip) => _lacking.Contains(chip.Location);

    private IEnumerable<ChipLocation> PlacesOfChips() => Enumerable.Range(0, _machine.Dimensions.Width)
        .SelectMany(x => Enumerable.Range(0, _machine.Dimensions.Height).Select(y => new ChipLocation((byte)x, (byte)y)))
        .Where(_machine.Geometry.Contains);

    private bool IsDead(MachineChip chip, int link)
    {
        if (chip.Links.Contains(link) || Neighbour(chip.Location, link) is not { } place || !_machine.TryGetChip(place, out MachineChip? other))
            return false;

        int back = (link + Opposite) % LinkSet.MaxLinks;
        bool isNamedAtOtherEnd = link >= Opposite && !other.Links.Contains(back);
        return !isNamedAtOtherEnd && !IsSwitchedOff(chip.Location, link) && !IsSwitchedOff(place, back);
    }

    private bool IsSwitchedOff(ChipLocation chip, int link) => _firmwareSwitchesLinksOff && s_switchedOff.Contains((MachineGeometry.GetLocationOnBoard(chip), link));

    /// <summary>The place that a link leads to; <see langword="null"/> if it leads out of the machine. Machines of whole triads wrap around.</summary>
    private ChipLocation? Neighbour(ChipLocation chip, int link)
    {
        (int dx, int dy) = link switch { 0 => (1, 0), 1 => (1, 1), 2 => (0, 1), 3 => (-1, 0), 4 => (-1, -1), _ => (0, -1) };
        return Wrap(chip.X + dx, _machine.Dimensions.Width) is { } x && Wrap(chip.Y + dy, _machine.Dimensions.Height) is { } y ? new ChipLocation(x, y) : null;
    }

    private static byte? Wrap(int coordinate, int size) => coordinate >= 0 && coordinate < size
        ? (byte)coordinate
        : size % MachineGeometry.TriadSize == 0 ? (byte)((coordinate + size) % size) : null;
}
