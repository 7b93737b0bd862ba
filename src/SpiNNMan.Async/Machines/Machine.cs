using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>The model of a machine: its chips, their cores and links, and their boards. It does not change. Discover the machine again to see changes.</summary>
/// <remarks>Protocol: models.md, "Finding out what a machine has".</remarks>
public sealed class Machine
{
    private readonly FrozenDictionary<ChipLocation, MachineChip> _chips;

    /// <summary>Makes a machine of its chips.</summary>
    /// <param name="dimensions">Its size, places without a chip included.</param>
    /// <param name="bootChip">The chip it was booted through.</param>
    /// <param name="chips">Its chips; of two in one place the last counts.</param>
    public Machine(MachineDimensions dimensions, ChipLocation bootChip, IEnumerable<MachineChip> chips)
    {
        ArgumentNullException.ThrowIfNull(chips);
        Dimensions = dimensions;
        BootChip = bootChip;
        Geometry = new MachineGeometry(dimensions.Width, dimensions.Height);
        var byPlace = new Dictionary<ChipLocation, MachineChip>();
        foreach (MachineChip chip in chips)
            byPlace[chip.Location] = chip;

        _chips = byPlace.ToFrozenDictionary();
        Chips = [.. byPlace.Values.OrderBy(static chip => chip.Location.X).ThenBy(static chip => chip.Location.Y)];
        EthernetChips = [.. Chips.Where(static chip => chip.EthernetAddress is not null && chip.IsEthernet)];
        CoreCount = Chips.Sum(static chip => chip.Cores.Count);
    }

    /// <summary>Its size in chips, places without a chip included.</summary>
    public MachineDimensions Dimensions { get; }

    /// <summary>Where its boards would be if it had no faults.</summary>
    public MachineGeometry Geometry { get; }

    /// <summary>The chip it was booted through.</summary>
    public ChipLocation BootChip { get; }

    /// <summary>Its chips, column by column.</summary>
    public IReadOnlyList<MachineChip> Chips { get; }

    /// <summary>The chips whose Ethernet hosts can talk to, column by column: one for each board.</summary>
    public IReadOnlyList<MachineChip> EthernetChips { get; }

    /// <summary>The cores that work on all chips, monitors included.</summary>
    public int CoreCount { get; }

    /// <summary>The links through which boards of 48 chips are connected to one another or to devices, board by board; of chips that work.</summary>
    /// <remarks>Protocol: models.md, "Links that leave a board".</remarks>
    public IReadOnlyList<FpgaLink> FpgaLinks => field ??= [.. MachineEdges.FindFpgaLinks(this)];

    /// <summary>The links to the connectors for devices of a board of 4 chips; none on other machines.</summary>
    /// <remarks>Protocol: models.md, "Links that leave a board".</remarks>
    public IReadOnlyList<SpinnakerLink> SpinnakerLinks => field ??= [.. MachineEdges.FindSpinnakerLinks(this)];

    /// <summary>Every core that applications can run on, chip by chip.</summary>
    public IEnumerable<CoreLocation> ApplicationCores =>
        Chips.SelectMany(static chip => chip.ApplicationCores.Select(core => new CoreLocation(chip.Location, (byte)core)));

    /// <summary>A chip.</summary>
    /// <exception cref="KeyNotFoundException">The machine has none there.</exception>
    public MachineChip this[ChipLocation location] =>
        TryGetChip(location, out MachineChip? chip) ? chip : throw new KeyNotFoundException($"The machine has no chip {location}; it is {this}.");

    /// <summary>Finds a chip.</summary>
    /// <returns><see langword="false"/> if the machine has none there.</returns>
    public bool TryGetChip(ChipLocation location, [NotNullWhen(true)] out MachineChip? chip) => _chips.TryGetValue(location, out chip);

    /// <summary>Whether the machine has a chip there that works.</summary>
    public bool Contains(ChipLocation location) => _chips.ContainsKey(location);

    /// <summary>Whether the machine has that core, and it works.</summary>
    public bool Contains(CoreLocation core) => TryGetChip(core.Chip, out MachineChip? chip) && chip.Cores.Contains(core.Core);

    /// <summary>The chips of one board.</summary>
    /// <param name="ethernet">The board's first chip, the one with the Ethernet.</param>
    public IEnumerable<MachineChip> ChipsOfBoard(ChipLocation ethernet) => Chips.Where(chip => chip.NearestEthernet == ethernet);

    /// <summary>Where a link leads, whether it works or not; coordinates wrap around at the machine's edges.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="link">The link, 0 (east) to 5 (south), counted against the clock.</param>
    /// <exception cref="Errors.InvalidParameterException">The link is out of range.</exception>
    public ChipLocation GetNeighbour(ChipLocation chip, int link)
    {
        InvalidParameterException.ThrowIfOutside(link, 0, LinkSet.MaxLinks - 1, nameof(link));
        (int dx, int dy) = link switch { 0 => (1, 0), 1 => (1, 1), 2 => (0, 1), 3 => (-1, 0), 4 => (-1, -1), _ => (0, -1) };
        return new ChipLocation(Wrap(chip.X + dx, Dimensions.Width), Wrap(chip.Y + dy, Dimensions.Height));
    }

    /// <summary>Finds the link that leaves a board through an FPGA.</summary>
    /// <param name="fpga">The FPGA, 0 to 2.</param>
    /// <param name="number">Which of its links, 0 to 15.</param>
    /// <param name="board">The board, by its Ethernet chip. The default is that of the boot chip.</param>
    /// <returns><see langword="null"/> if the machine has no such board, or the chip of the link does not work.</returns>
    /// <exception cref="Errors.InvalidParameterException">FPGA or link is out of range.</exception>
    public FpgaLink? FindFpgaLink(int fpga, int number, ChipLocation? board = null)
    {
        InvalidParameterException.ThrowIfOutside(fpga, 0, BoardEdges.FpgaCount - 1, nameof(fpga));
        InvalidParameterException.ThrowIfOutside(number, 0, BoardEdges.LinksPerFpga - 1, nameof(number));
        return FpgaLinks.FirstOrDefault(link => link.Board == (board ?? BootChip) && link.Fpga == fpga && link.Number == number);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Dimensions} with {Chips.Count} chips, {CoreCount} cores, {EthernetChips.Count} {(EthernetChips.Count == 1 ? "board" : "boards")}");

    /// <summary>Where a place of a board is in the machine, whether or not there is a chip.</summary>
    internal ChipLocation PlaceOf(ChipLocation ethernet, ChipLocation onBoard) =>
        new(Wrap(ethernet.X + onBoard.X, Dimensions.Width), Wrap(ethernet.Y + onBoard.Y, Dimensions.Height));

    private static byte Wrap(int coordinate, int size) => (byte)((coordinate + size) % size);
}
