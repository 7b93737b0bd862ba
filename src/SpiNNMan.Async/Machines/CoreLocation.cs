using System.ComponentModel;
using System.Globalization;

namespace SpiNNMan.Async.Machines;

/// <summary>Where a core is in the machine; to a BMP, the core is the number of a board.</summary>
/// <param name="X">The chip's column, 0 to 255.</param>
/// <param name="Y">The chip's row, 0 to 255.</param>
/// <param name="Core">The virtual core number: 0 is the monitor, applications run on 1 to 17; the protocol carries 0 to 31.</param>
/// <remarks>Protocol: sdp.md, "Addresses".</remarks>
[TypeConverter(typeof(CoreLocationConverter))]
public readonly record struct CoreLocation(byte X, byte Y, byte Core)
{
    /// <summary>Makes the location of a core from that of its chip.</summary>
    public CoreLocation(ChipLocation chip, byte core)
        : this(chip.X, chip.Y, core)
    {
    }

    /// <summary>The chip this core is on.</summary>
    public ChipLocation Chip => new(X, Y);

    /// <summary>A chip named where a core is asked for means its monitor.</summary>
    public static implicit operator CoreLocation(ChipLocation chip) => chip.Monitor;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y},{Core}");
}
