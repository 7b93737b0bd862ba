using System.Globalization;
using System.Net;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>A link to leave out of a machine, in both directions.</summary>
/// <param name="Chip">The chip: in the machine, or on the board if one is named.</param>
/// <param name="Link">The link, 0 (east) to 5 (south).</param>
/// <param name="Board">The address of its board, if the place is counted from that board's Ethernet chip.</param>
/// <remarks>Protocol: models.md, "Leaving parts out".</remarks>
public readonly record struct IgnoredLink(ChipLocation Chip, int Link, IPAddress? Board = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Chip},{Link}{(Board is null ? "" : $",{Board}")}");
}
