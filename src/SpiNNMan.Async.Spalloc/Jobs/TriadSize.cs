using System.Globalization;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>The size of a rectangle of triads, of three boards each.</summary>
/// <param name="Width">Triads across.</param>
/// <param name="Height">Triads up.</param>
public readonly record struct TriadSize(int Width, int Height)
{
    /// <summary>Width and height: "WxH".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}
