using System.ComponentModel;
using System.Globalization;

namespace SpiNNMan.Async.Machines;

/// <summary>Where a chip is in the machine's grid.</summary>
/// <param name="X">Columns to the right of chip (0, 0), 0 to 255.</param>
/// <param name="Y">Rows above chip (0, 0), 0 to 255.</param>
/// <remarks>Protocol: sdp.md, "Addresses".</remarks>
[TypeConverter(typeof(ChipLocationConverter))]
public readonly record struct ChipLocation(byte X, byte Y)
{
    /// <summary>(255, 255): the chip the machine was booted through, whatever its coordinates are.</summary>
    public static ChipLocation Root => new(255, 255);

    /// <summary>The monitor core of this chip.</summary>
    public CoreLocation Monitor => new(X, Y, 0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y}");
}
