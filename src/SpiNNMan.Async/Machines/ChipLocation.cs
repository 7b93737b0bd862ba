using System.ComponentModel;
using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>The place of a chip in the grid of the machine.</summary>
/// <remarks>Protocol: sdp.md, "Addresses".</remarks>
[TypeConverter(typeof(ChipLocationConverter))]
public readonly record struct ChipLocation
{
    /// <summary>Makes the location.</summary>
    /// <param name="x">Columns to the right of chip (0, 0), 0 to 255.</param>
    /// <param name="y">Rows above chip (0, 0), 0 to 255.</param>
    /// <exception cref="InvalidParameterException">A number is out of range.</exception>
    public ChipLocation(int x, int y)
    {
        X = InvalidParameterException.ToByte(x, nameof(x));
        Y = InvalidParameterException.ToByte(y, nameof(y));
    }

    /// <summary>(255, 255): the chip the machine was booted through, with any coordinates.</summary>
    public static ChipLocation Root => new(255, 255);

    /// <summary>Columns to the right of chip (0, 0), 0 to 255.</summary>
    public byte X { get; init; }

    /// <summary>Rows above chip (0, 0), 0 to 255.</summary>
    public byte Y { get; init; }

    /// <summary>The monitor core of this chip.</summary>
    public CoreLocation Monitor => new(this, 0);

    /// <summary>Takes the location apart.</summary>
    public void Deconstruct(out byte x, out byte y) => (x, y) = (X, Y);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y}");
}
