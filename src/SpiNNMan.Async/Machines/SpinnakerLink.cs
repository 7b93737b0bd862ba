using System.Globalization;

namespace SpiNNMan.Async.Machines;

/// <summary>A link of a chip that a board of 4 chips leads to a connector for a device.</summary>
/// <param name="Board">The board, by its Ethernet chip.</param>
/// <param name="Number">The connector, 0 or 1.</param>
/// <param name="Chip">The chip.</param>
/// <param name="ChipLink">The chip's link, 0 (east) to 5 (south).</param>
/// <remarks>The library cannot see whether a device is there. Protocol: models.md, "Links that leave a board".</remarks>
public sealed record SpinnakerLink(ChipLocation Board, int Number, ChipLocation Chip, int ChipLink)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SpiNNaker link {Number} of board {Board}");
}
