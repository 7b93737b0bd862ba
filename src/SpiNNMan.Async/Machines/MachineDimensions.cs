using System.Globalization;

namespace SpiNNMan.Async.Machines;

/// <summary>The size of a machine in chips.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct MachineDimensions(int Width, int Height)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width} x {Height}");
}
