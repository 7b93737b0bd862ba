using System.Collections.Immutable;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>The parts of a machine: its boards, chips and wires, and how many cores work on each chip.</summary>
internal sealed class MachineLayout
{
    private const int MostCores = 18;
    private const int GridSize = 1 << 16;

    private readonly short[] _boardOf = new short[GridSize];
    private readonly HashSet<(ChipLocation Chip, int Link)> _missingLinks;
    private readonly HashSet<CoreLocation> _missingCores;

    internal MachineLayout(
        BoardKind kind,
        int width,
        int height,
        bool wraps,
        IReadOnlyList<ChipLocation> ethernets,
        IEnumerable<(ChipLocation Chip, int Board)> chips,
        IEnumerable<CoreLocation> missingCores,
        IEnumerable<(ChipLocation Chip, int Link)> missingLinks)
    {
        Kind = kind;
        Width = width;
        Height = height;
        Wraps = wraps;
        Ethernets = ethernets;
        Array.Fill(_boardOf, (short)-1);
        foreach ((ChipLocation chip, int board) in chips)
            _boardOf[Index(chip)] = (short)board;

        _missingCores = [.. missingCores];
        _missingLinks = [.. missingLinks];
    }

    /// <summary>A single chip with six unconnected links.</summary>
    public static MachineLayout SingleChip { get; } = OneBoard(BoardKind.Single, 1, wraps: false);

    public static MachineLayout Spin3 { get; } = OneBoard(BoardKind.Spin3, 2, wraps: true);

    public static MachineLayout Spin5 { get; } = OneBoard(BoardKind.Spin5, 8, wraps: false);

    public BoardKind Kind { get; }

    public byte HardwareVersion => Kind.HardwareVersion;

    /// <summary>The description of the boards' LEDs that a host puts into the boot image.</summary>
    public uint Led0 => Kind.Led0;

    public int Width { get; }

    public int Height { get; }

    public bool Wraps { get; }

    /// <summary>The chips with an Ethernet, one for each board.</summary>
    public IReadOnlyList<ChipLocation> Ethernets { get; }

    /// <summary>The chips, row by row of each board.</summary>
    public IEnumerable<ChipLocation> Chips => Enumerable.Range(0, Ethernets.Count).SelectMany(ChipsOf);

    /// <summary>The chip at a place of a board, if there is one.</summary>
    public ChipLocation? OnBoard(int board, ChipLocation local) => Kind.Chips.Contains(local) && PlaceOf(board, local) is var chip && BoardOf(chip) == board ? chip : null;

    /// <summary>The existing chips of a board.</summary>
    public IEnumerable<ChipLocation> ChipsOf(int board) =>
        Kind.Chips.Select(chip => Place(Ethernets[board], chip)).Where(chip => BoardOf(chip) == board);

    /// <summary>The number of the board that a chip is on, or -1 if there is no such chip.</summary>
    public int BoardOf(ChipLocation chip) => _boardOf[Index(chip)];

    /// <summary>The place of a chip on its board.</summary>
    public ChipLocation LocalOf(ChipLocation chip)
    {
        ChipLocation ethernet = Ethernets[BoardOf(chip)];
        return new ChipLocation((byte)WrapX(chip.X - ethernet.X), (byte)WrapY(chip.Y - ethernet.Y));
    }

    /// <summary>The same machine without these faulty parts. A link is dead in both directions, whichever end is named.</summary>
    /// <exception cref="InvalidParameterException">A part is not in the machine, or the machine cannot work without it.</exception>
    public MachineLayout Without(IReadOnlyList<ChipLocation> chips, IReadOnlyList<CoreLocation> cores, IReadOnlyList<(ChipLocation Chip, int Link)> links)
    {
        foreach (ChipLocation chip in chips.Concat(cores.Select(core => core.Chip)).Concat(links.Select(link => link.Chip)))
        {
            if (BoardOf(chip) < 0)
                throw new InvalidParameterException(nameof(chips), chip, "the machine has no such chip");
        }

        foreach (CoreLocation core in cores)
            InvalidParameterException.ThrowIfOutside(core.Core, 0, MostCores - 1, nameof(cores));
        foreach ((_, int link) in links)
            InvalidParameterException.ThrowIfOutside(link, 0, Link.Count - 1, nameof(links));

        MachineLayout left = WithoutParts(chips, cores, links);
        return left.Ethernets.All(ethernet => left.BoardOf(ethernet) >= 0)
            ? left
            : throw new InvalidParameterException(nameof(chips), left.Ethernets.First(ethernet => left.BoardOf(ethernet) < 0), "the chips with an Ethernet must work");
    }

    /// <summary>The same machine without parts that are known to be in it.</summary>
    public MachineLayout WithoutParts(IReadOnlyList<ChipLocation> chips, IReadOnlyList<CoreLocation> cores, IReadOnlyList<(ChipLocation Chip, int Link)> links)
    {
        // A chip without working cores does not exist.
        HashSet<CoreLocation> missing = [.. _missingCores, .. cores];
        IEnumerable<ChipLocation> coreless = cores.Select(static core => core.Chip).Distinct().Where(chip => WorkingCores(chip).All(core => missing.Contains(new CoreLocation(chip, core))));
        IEnumerable<(ChipLocation, int)> left = Chips.Except(chips).Except(coreless).Select(chip => (chip, BoardOf(chip)));
        return new MachineLayout(Kind, Width, Height, Wraps, Ethernets, left, missing, [.. _missingLinks, .. links]);
    }

    /// <summary>The machine as a host sees it that boots some of the boards. Chips are numbered from the corner of the part. If the part goes round, they are numbered from the booted board.</summary>
    /// <param name="corners">The number of each board, and the place of its chip with the Ethernet.</param>
    /// <param name="width">The width of the part.</param>
    /// <param name="height">The height of the part.</param>
    /// <param name="wraps">Whether the part goes round the machine.</param>
    public MachineLayout Part(IReadOnlyList<(int Board, ChipLocation Corner)> corners, int width, int height, bool wraps)
    {
        var numbers = new Dictionary<int, int>();
        for (int i = 0; i < corners.Count; i++)
            numbers.Add(corners[i].Board, i);

        ChipLocation Move(ChipLocation chip)
        {
            ChipLocation local = LocalOf(chip);
            ChipLocation corner = corners[numbers[BoardOf(chip)]].Corner;
            return new ChipLocation((byte)Wrap(corner.X + local.X, width), (byte)Wrap(corner.Y + local.Y, height));
        }

        bool IsPart(ChipLocation chip) => BoardOf(chip) is var board and >= 0 && numbers.ContainsKey(board);
        return new MachineLayout(
            Kind,
            width,
            height,
            wraps,
            [.. corners.Select(corner => corner.Corner)],
            corners.SelectMany(corner => ChipsOf(corner.Board)).Select(chip => (Move(chip), numbers[BoardOf(chip)])),
            _missingCores.Where(core => IsPart(core.Chip)).Select(core => new CoreLocation(Move(core.Chip), core.Core)),
            _missingLinks.Where(link => IsPart(link.Chip)).Select(link => (Move(link.Chip), link.Link)));
    }

    /// <summary>The physical numbers of the working cores, the monitor's first.</summary>
    public ImmutableArray<byte> WorkingCores(ChipLocation chip)
    {
        ChipLocation local = LocalOf(chip);
        return [.. Enumerable.Range(0, MostCores).Select(core => (byte)core).Where(core => !_missingCores.Contains(new CoreLocation(chip, core)) && !Kind.MissingCores.Contains(new CoreLocation(local, core)))];
    }

    /// <summary>The chip across a link, or <see langword="null"/> if the link has no connection.</summary>
    public ChipLocation? Neighbour(ChipLocation chip, int link)
    {
        if (Link.Step(chip, link, Width, Height, Wraps) is not { } other || BoardOf(other) < 0 || Kind.MissingLinks.Contains((chip, link)))
            return null;

        return _missingLinks.Count > 0 && (_missingLinks.Contains((chip, link)) || _missingLinks.Contains((other, Link.Opposite(link)))) ? null : other;
    }

    /// <summary>A column, wrapped at the edge of the machine.</summary>
    public int WrapX(int x) => Wrap(x, Width);

    /// <summary>A row, wrapped at the edge of the machine.</summary>
    public int WrapY(int y) => Wrap(y, Height);

    private static int Index(ChipLocation chip) => (chip.X << 8) | chip.Y;

    private static int Wrap(int value, int size) => ((value % size) + size) % size;

    private static MachineLayout OneBoard(BoardKind kind, int size, bool wraps) =>
        new(kind, size, size, wraps, [new ChipLocation(0, 0)], kind.Chips.Select(chip => (chip, 0)), [], []);

    /// <summary>The place in the machine of a place on a board, whether or not there is a chip.</summary>
    public ChipLocation PlaceOf(int board, ChipLocation local) => Place(Ethernets[board], local);

    private ChipLocation Place(ChipLocation ethernet, ChipLocation local) =>
        new((byte)WrapX(ethernet.X + local.X), (byte)WrapY(ethernet.Y + local.Y));
}
