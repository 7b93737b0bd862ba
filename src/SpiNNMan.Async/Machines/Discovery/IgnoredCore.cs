using System.Globalization;
using System.Net;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>A core to leave out of a machine.</summary>
/// <param name="Chip">The chip: in the machine, or on the board if one is named.</param>
/// <param name="Core">1 to 17 for a virtual core; 0 to -17 for a physical one, its number negated.</param>
/// <param name="Board">The address of its board, if the place is counted from that board's Ethernet chip.</param>
/// <remarks>Monitors cannot be left out. Protocol: models.md, "Leaving parts out".</remarks>
public readonly record struct IgnoredCore(ChipLocation Chip, int Core, IPAddress? Board = null)
{
    /// <summary>Whether the number is that of a physical core, negated.</summary>
    public bool IsPhysical => Core <= 0;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Chip},{Core}{(Board is null ? "" : $",{Board}")}");
}
