using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>Where boards and their Ethernet chips are in a machine that has no faults.</summary>
/// <remarks>
/// Boards of 48 chips come in threes, which fill a square of 12 by 12 chips. A machine whose width is a multiple of 12 is wrapped around
/// in that direction; the same holds for its height. Smaller machines are one board with its Ethernet at (0, 0).
/// Protocol: models.md, "Boards and Ethernet chips".
/// </remarks>
public sealed class MachineGeometry
{
    /// <summary>The side of the square that three boards fill, in chips.</summary>
    public const int TriadSize = 12;

    private const int BoardSize = 8;

    private static readonly ChipLocation[] s_roots = [new(0, 0), new(4, 8), new(8, 4)];

    private readonly int _ethernetWidth;
    private readonly int _ethernetHeight;

    /// <summary>Describes a machine.</summary>
    /// <param name="width">Columns of chips, 1 to 256.</param>
    /// <param name="height">Rows of chips, 1 to 256.</param>
    /// <exception cref="InvalidParameterException">Width or height is out of range.</exception>
    public MachineGeometry(int width, int height)
    {
        InvalidParameterException.ThrowIfOutside(width, 1, 256, nameof(width));
        InvalidParameterException.ThrowIfOutside(height, 1, 256, nameof(height));
        Size = new MachineDimensions(width, height);
        _ethernetWidth = EthernetLimit(width);
        _ethernetHeight = EthernetLimit(height);
    }

    /// <summary>The size of the machine.</summary>
    public MachineDimensions Size { get; }

    /// <summary>Where a board of 48 chips may have its Ethernet chip: all first boards of the threes, row by row, then all second and third ones.</summary>
    public IReadOnlyList<ChipLocation> PotentialEthernetChips
    {
        get
        {
            if (!HasTriads)
                return [default];

            var chips = new List<ChipLocation>();
            foreach (ChipLocation root in s_roots)
            {
                for (int y = root.Y; y < _ethernetHeight; y += TriadSize)
                {
                    for (int x = root.X; x < _ethernetWidth; x += TriadSize)
                        chips.Add(new ChipLocation((byte)x, (byte)y));
                }
            }

            return chips;
        }
    }

    /// <summary>The size of a machine that is one board of 4 chips.</summary>
    internal static MachineDimensions SmallBoard { get; } = new(2, 2);

    /// <summary>The boards of 48 chips by their Ethernet chips; none in a smaller machine.</summary>
    internal IReadOnlyList<ChipLocation> BoardsOf48Chips => HasTriads ? PotentialEthernetChips : [];

    private bool HasTriads => _ethernetWidth > 0 && _ethernetHeight > 0;

    /// <summary>Where a chip is on its board, as column and row from the Ethernet chip; the machine starts at a board's corner.</summary>
    public static ChipLocation GetLocationOnBoard(ChipLocation chip)
    {
        foreach (ChipLocation root in s_roots)
        {
            int x = Modulo(chip.X - root.X, TriadSize);
            int y = Modulo(chip.Y - root.Y, TriadSize);
            if (IsOnBoard(x, y))
                return new ChipLocation((byte)x, (byte)y);
        }

        throw new System.Diagnostics.UnreachableException("Three boards fill the square.");
    }

    /// <summary>Whether a board of 48 chips has a chip so many columns and rows from its Ethernet chip.</summary>
    public static bool IsOnBoard(int x, int y) => x is >= 0 and < BoardSize && y is >= 0 and < BoardSize && x - y <= 4 && y - x <= 3;

    /// <summary>Finds the Ethernet chip of the board a chip is on.</summary>
    /// <returns><see langword="false"/> if the machine has no such chip.</returns>
    public bool TryGetNearestEthernet(ChipLocation chip, out ChipLocation ethernet)
    {
        ethernet = default;
        if (chip.X >= Size.Width || chip.Y >= Size.Height)
            return false;

        ChipLocation local = GetLocationOnBoard(chip);
        int x = Wrap(chip.X - local.X, Size.Width);
        int y = Wrap(chip.Y - local.Y, Size.Height);
        if (HasTriads ? x < 0 || y < 0 || x >= _ethernetWidth || y >= _ethernetHeight : (x, y) != (0, 0))
            return false;

        ethernet = new ChipLocation((byte)x, (byte)y);
        return true;
    }

    /// <summary>The Ethernet chip of the board a chip is on; the chip itself if the machine has no such chip.</summary>
    public ChipLocation GetNearestEthernet(ChipLocation chip) => TryGetNearestEthernet(chip, out ChipLocation ethernet) ? ethernet : chip;

    /// <summary>Whether the machine has such a chip.</summary>
    public bool Contains(ChipLocation chip) => TryGetNearestEthernet(chip, out _);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size} chips");

    // Without wrapping, a board that would stick out at the far side is not there.
    private static int EthernetLimit(int size) => size % TriadSize == 0 ? size : size - BoardSize + 1;

    private static int Wrap(int coordinate, int size) => coordinate < 0 && size % TriadSize == 0 ? coordinate + size : coordinate;

    private static int Modulo(int value, int divisor) => ((value % divisor) + divisor) % divisor;
}
