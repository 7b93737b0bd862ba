using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>What one kind of board is made of: its chips, its wires, and how many cores work on each chip.</summary>
/// <remarks>Chip (0, 0) is the one with the Ethernet.</remarks>
internal sealed class BoardGeometry
{
    private readonly HashSet<ChipLocation> _present;
    private readonly HashSet<(ChipLocation Chip, int Link)> _missingLinks;
    private readonly HashSet<ChipLocation> _seventeenCores;

    private BoardGeometry(int hardwareVersion, uint led0, int width, int height, bool wraps, IEnumerable<ChipLocation> chips, IEnumerable<(ChipLocation Chip, int Link)> missingLinks, IEnumerable<ChipLocation> seventeenCores)
    {
        HardwareVersion = (byte)hardwareVersion;
        Led0 = led0;
        Width = width;
        Height = height;
        Wraps = wraps;
        Chips = [.. chips];
        _present = [.. Chips];
        _missingLinks = [.. missingLinks];
        _seventeenCores = [.. seventeenCores];
    }

    /// <summary>A lone chip, all six links unconnected.</summary>
    public static BoardGeometry SingleChip { get; } = new(1, 0x00076104, 1, 1, wraps: false, [new(0, 0)], [], []);

    public static BoardGeometry Spin3 { get; } = new(3, 0x00000502, 2, 2, wraps: true, SquareChips(), Spin3MissingLinks(), []);

    public static BoardGeometry Spin5 { get; } = new(5, 0x00000001, 8, 8, wraps: false, HexagonChips(), [], Spin5SeventeenCoreChips());

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
        _ => throw new Errors.InvalidParameterException(nameof(board), board, "it must be Spin3 or Spin5"),
    };

    /// <summary>How many cores work, the monitor among them.</summary>
    public int WorkingCores(ChipLocation chip) => _seventeenCores.Contains(chip) ? 17 : 18;

    /// <summary>The chip across a link, or <see langword="null"/> if nothing is connected there.</summary>
    public ChipLocation? Neighbour(ChipLocation chip, int link)
    {
        if (_missingLinks.Contains((chip, link)))
            return null;

        ChipLocation? other = Link.Step(chip, link, Width, Height, Wraps);
        return other is { } location && _present.Contains(location) ? location : null;
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

    private static IEnumerable<ChipLocation> Spin5SeventeenCoreChips() =>
        [new(1, 1), new(1, 3), new(3, 1), new(3, 3), new(3, 5), new(5, 2), new(5, 4), new(5, 6)];
}
