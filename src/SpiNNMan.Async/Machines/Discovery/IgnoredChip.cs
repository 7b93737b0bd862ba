using System.Net;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>A chip to leave out of a machine.</summary>
/// <param name="Chip">Where it is: in the machine, or on the board if one is named.</param>
/// <param name="Board">The address of its board, if the place is counted from that board's Ethernet chip.</param>
/// <remarks>Protocol: models.md, "Leaving parts out".</remarks>
public readonly record struct IgnoredChip(ChipLocation Chip, IPAddress? Board = null)
{
    /// <inheritdoc/>
    public override string ToString() => Board is null ? Chip.ToString() : $"{Chip},{Board}";
}
