using System.Collections.Immutable;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>What one kind of board is made of: its chips, its wires, and how many cores work on each chip.</summary>
/// <remarks>Chip (0, 0) is the one with the Ethernet.</remarks>
internal sealed class BoardGeometry
{
    private const int MostCores = ChipAddresses.MaxCores;

    private readonly HashSet<ChipLocation> _present;
    private readonly HashSet<(ChipLocation Chip, int Link)> _missingLinks;
    private readonly HashSet<CoreLocation> _missingCores;

    private BoardGeometry(int hardwareVersion, uint led0, int size, bool wraps, IEnumerable<ChipLocation> chips)
    {
        HardwareVersion = (byte)hardwareVersion;
        Led0 = led0;
        Width = size;
        Height = size;
        Wraps = wraps;
        Chips = [.. chips];
        _present = [.. Chips];
        _missingLinks = [];
        _missingCores = [];
    }

    private BoardGeometry(BoardGeometry whole, IEnumerable<ChipLocation> deadChips, IEnumerable<CoreLocation> deadCores, IEnumerable<(ChipLocation Chip, int Link)> deadLinks)
        : this(whole.HardwareVersion, whole.Led0, whole.Width, whole.Wraps, whole.Chips.Except(deadChips))
    {
        _missingCores = [.. whole._missingCores, .. deadCores];
        _missingLinks = [.. whole._missingLinks, .. deadLinks];
    }

    /// <summary>A lone chip, all six links unconnected.</summary>
    public static BoardGeometry SingleChip { get; } = new(3, 0x00000001, 1, wraps: false, [new(0, 0)]);

    public static BoardGeometry Spin3 { get; } = new(new(3, 0x00000502, 2, wraps: true, SquareChips()), [], [], Spin3MissingLinks());

    public static BoardGeometry Spin5 { get; } = new(new(5, 0x00000001, 8, wraps: false, HexagonChips()), [], Spin5MissingCores(), []);

    public byte HardwareVersion { get; }

    /// <summary>The description of the board's LEDs that a host puts into the boot image.</summary>
    public uint Led0 { get; }

    public int Width { get; }

    public int Height { get; }

    public bool Wraps { get; }

    public IReadOnlyList<ChipLocation> Chips { get; }

    public static BoardGeometry For(BoardType board) => board switch
    {
        BoardType.Spin3 => Spin3,
        BoardType.Spin5 => Spin5,
        BoardType.Single => SingleChip,
        _ => throw new InvalidParameterException(nameof(board), board, "it must be Spin3, Spin5 or Single"),
    };

    /// <summary>The same board with parts that do not work. A link is dead both ways whichever end is named.</summary>
    /// <exception cref="InvalidParameterException">A part is not on the board, or is one without which it cannot be used.</exception>
    public BoardGeometry Without(IReadOnlyList<ChipLocation> chips, IReadOnlyList<CoreLocation> cores, IReadOnlyList<(ChipLocation Chip, int Link)> links)
    {
        foreach (ChipLocation chip in chips.Concat(cores.Select(core => core.Chip)).Concat(links.Select(link => link.Chip)))
        {
            if (!_present.Contains(chip))
                throw new InvalidParameterException(nameof(chips), chip, "the board has no such chip");
        }

        if (chips.Contains(new ChipLocation(0, 0)))
            throw new InvalidParameterException(nameof(chips), chips[0], "the chip with the Ethernet must work");
        foreach (CoreLocation core in cores)
            InvalidParameterException.ThrowIfOutside(core.Core, 1, MostCores - 1, nameof(cores));
        foreach ((_, int link) in links)
            InvalidParameterException.ThrowIfOutside(link, 0, Link.Count - 1, nameof(links));

        return new BoardGeometry(this, chips, cores, links);
    }

    /// <summary>The physical numbers of the cores that work, the monitor's first.</summary>
    public ImmutableArray<byte> WorkingCores(ChipLocation chip) =>
        [.. Enumerable.Range(0, MostCores).Select(core => (byte)core).Where(core => !_missingCores.Contains(new CoreLocation(chip, core)))];

    /// <summary>The chip across a link, or <see langword="null"/> if nothing is connected there.</summary>
    public ChipLocation? Neighbour(ChipLocation chip, int link)
    {
        if (Link.Step(chip, link, Width, Height, Wraps) is not { } other || !_present.Contains(other))
            return null;

        return _missingLinks.Contains((chip, link)) || _missingLinks.Contains((other, Link.Opposite(link))) ? null : other;
    }

    private static IEnumerable<ChipLocation> SquareChips() => [new(0, 0), new(1, 0), new(0, 1), new(1, 1)];

    private static IEnumerable<(ChipLocation Chip, int Link)> Spin3MissingLinks() =>
    [
        (new(0, 0), 3), (new(0, 0), 4), (new(0, 1), 3), (new(0, 1), 4),
        (new(1, 0), 0), (new(1, 0), 1), (new(1, 1), 0), (new(1, 1), 1),
    ];

    private static IEnumerable<ChipLocation> HexagonChips()
    {
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                if (x - y <= 4 && y - x <= 3)
                    yield return new ChipLocation((byte)x, (byte)y);
            }
        }
    }

    /// <summary>Boards are made with a chip of seventeen working cores here and there; these are where common host software expects them.</summary>
    private static IEnumerable<CoreLocation> Spin5MissingCores() =>
        [new(1, 1, 17), new(1, 3, 17), new(3, 1, 17), new(3, 3, 17), new(3, 5, 17), new(5, 2, 17), new(5, 4, 17), new(5, 6, 17)];
}
