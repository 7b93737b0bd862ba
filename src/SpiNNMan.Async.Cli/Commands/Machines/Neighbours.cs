using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary>Finds the chip that a link leads to, in a machine that does not wrap around.</summary>
internal static class Neighbours
{
    /// <summary>The place that a link of a chip leads to; <see cref="ChipLocation.Root"/>, which is not a place of a chip, beyond the edges.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="link">The link, 0 to 5.</param>
    public static ChipLocation Of(ChipLocation chip, int link)
    {
        (int dx, int dy) = link switch
        {
            0 => (1, 0),
            1 => (1, 1),
            2 => (0, 1),
            3 => (-1, 0),
            4 => (-1, -1),
            _ => (0, -1),
        };
        int x = chip.X + dx;
        int y = chip.Y + dy;
        return x is >= 0 and < 255 && y is >= 0 and < 255 ? new ChipLocation((byte)x, (byte)y) : ChipLocation.Root;
    }
}
