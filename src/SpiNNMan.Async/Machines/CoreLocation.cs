using System.ComponentModel;
using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>The place of a core in the machine. To a BMP, the core is the number of a board.</summary>
/// <remarks>Protocol: sdp.md, "Addresses".</remarks>
[TypeConverter(typeof(CoreLocationConverter))]
public readonly record struct CoreLocation
{
    /// <summary>Makes the location.</summary>
    /// <param name="x">The column of the chip, 0 to 255.</param>
    /// <param name="y">The row of the chip, 0 to 255.</param>
    /// <param name="core">The virtual core number, 0 to 255: 0 is the monitor, applications run on 1 to 17, and the protocol carries 0 to 31.</param>
    /// <exception cref="InvalidParameterException">A number is out of range.</exception>
    public CoreLocation(int x, int y, int core)
        : this(new ChipLocation(x, y), core)
    {
    }

    /// <summary>Makes the location of a core from that of its chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="core">The virtual core number, 0 to 255.</param>
    /// <exception cref="InvalidParameterException">The number is out of range.</exception>
    public CoreLocation(ChipLocation chip, int core)
    {
        X = chip.X;
        Y = chip.Y;
        Core = InvalidParameterException.ToByte(core, nameof(core));
    }

    /// <summary>The column of the chip, 0 to 255.</summary>
    public byte X { get; init; }

    /// <summary>The row of the chip, 0 to 255.</summary>
    public byte Y { get; init; }

    /// <summary>The virtual core number: 0 is the monitor, applications run on 1 to 17, and the protocol carries 0 to 31.</summary>
    public byte Core { get; init; }

    /// <summary>The chip this core is on.</summary>
    public ChipLocation Chip => new(X, Y);

    /// <summary>A chip named where a core is asked for means its monitor.</summary>
    public static implicit operator CoreLocation(ChipLocation chip) => chip.Monitor;

    /// <summary>Takes the location apart.</summary>
    public void Deconstruct(out byte x, out byte y, out byte core) => (x, y, core) = (X, Y, Core);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y},{Core}");
}
