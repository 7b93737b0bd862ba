using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>The common properties of the boards of one kind. Chips are named by their place on the board; (0, 0) is the chip with the Ethernet.</summary>
internal sealed class BoardKind
{
    private BoardKind(byte hardwareVersion, uint led0, IEnumerable<ChipLocation> chips)
    {
        HardwareVersion = hardwareVersion;
        Led0 = led0;
        Chips = [.. chips];
    }

    public static BoardKind Single { get; } = new(3, 0x00000001, [new(0, 0)]);

    public static BoardKind Spin3 { get; } = new(3, 0x00000502, [new(0, 0), new(1, 0), new(0, 1), new(1, 1)])
    {
        MissingLinks = new HashSet<(ChipLocation, int)>
        {
            (new(0, 0), 3), (new(0, 0), 4), (new(0, 1), 3), (new(0, 1), 4),
            (new(1, 0), 0), (new(1, 0), 1), (new(1, 1), 0), (new(1, 1), 1),
        },
    };

    /// <summary>Some chips of a board have only seventeen working cores. These are the chips where common host software expects that.</summary>
    public static BoardKind Spin5 { get; } = new(5, 0x00000001, HexagonChips())
    {
        MissingCores = new HashSet<CoreLocation>
        {
            new(1, 1, 17), new(1, 3, 17), new(3, 1, 17), new(3, 3, 17), new(3, 5, 17), new(5, 2, 17), new(5, 4, 17), new(5, 6, 17),
        },
    };

    public byte HardwareVersion { get; }

    /// <summary>Whether it is one of the older kinds with only a few chips.</summary>
    public bool IsSmall => Chips.Count <= 4;

    public uint Led0 { get; }

    public IReadOnlyList<ChipLocation> Chips { get; }

    /// <summary>Links without a connection, although there is a chip in their direction.</summary>
    public IReadOnlySet<(ChipLocation Chip, int Link)> MissingLinks { get; private init; } = new HashSet<(ChipLocation, int)>();

    public IReadOnlySet<CoreLocation> MissingCores { get; private init; } = new HashSet<CoreLocation>();

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
}
