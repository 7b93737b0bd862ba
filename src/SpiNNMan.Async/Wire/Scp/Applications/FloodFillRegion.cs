using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Some of up to 16 square blocks of chips that a flood fill chooses.</summary>
/// <param name="Word">The region as it is sent.</param>
/// <remarks>
/// <code>
/// [31:24] x of the corner        [23:18] y of the corner, without its low two bits
/// [17:16] level: blocks of 64, 16, 4 or 1 chips a side for 0 to 3
/// [15:0]  the blocks: bit column + 4 * row; none means every chip
/// </code>
/// Monitors of version 4 look at no region and choose every chip. Protocol: scp.md, "Flood fill".
/// </remarks>
public readonly record struct FloodFillRegion(uint Word)
{
    private const int FinestLevel = 3;

    /// <summary>Every chip: all blocks of the coarsest level.</summary>
    public static FloodFillRegion All => new(0x0000_FFFF);

    /// <summary>The region of one chip.</summary>
    public static FloodFillRegion Of(ChipLocation chip) => new(
        ((uint)(chip.X & 0xFC) << 24) | ((uint)((chip.Y & 0xFC) + FinestLevel) << 16) | (1u << ((4 * (chip.Y & 3)) + (chip.X & 3))));

    /// <summary>Whether a chip is in the region, as monitors before version 4 see it.</summary>
    public bool Contains(ChipLocation chip)
    {
        if ((Word & 0xFFFF) == 0)
            return true;

        int shift = 6 - (2 * (int)((Word >> 16) & 3));
        int corner = ~((4 << shift) - 1);
        int bit = ((chip.X >> shift) & 3) + (4 * ((chip.Y >> shift) & 3));
        return (chip.X & corner) == (int)(Word >> 24)
            && (chip.Y & corner) == (int)((Word >> 16) & 0xFC)
            && (Word & (1u << bit)) != 0;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Word:X8}");
}
