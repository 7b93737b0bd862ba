using System.Globalization;

namespace SpiNNMan.Async.Machines;

/// <summary>A link of a chip that leaves its board of 48 chips through an FPGA: to a chip of the next board, to a device, or nowhere.</summary>
/// <param name="Board">The board, by its Ethernet chip.</param>
/// <param name="Fpga">The FPGA, 0 to 2.</param>
/// <param name="Number">Which of the FPGA's links, 0 to 15; the first eight belong to its bank 0, the others to bank 1.</param>
/// <param name="Chip">The chip.</param>
/// <param name="ChipLink">The chip's link, 0 (east) to 5 (south).</param>
/// <param name="Neighbour">The chip that it leads to; <see langword="null"/> if no chip answers there: the chip may be dead or stopped, or the link may be free for a device.</param>
/// <remarks>Protocol: models.md, "Links that leave a board".</remarks>
public sealed record FpgaLink(ChipLocation Board, int Fpga, int Number, ChipLocation Chip, int ChipLink, ChipLocation? Neighbour)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"link {Number} of FPGA {Fpga} of board {Board}");
}
