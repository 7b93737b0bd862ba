using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>The first byte of memory that is not as expected.</summary>
/// <param name="Core">The core that sees it so.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Expected">The expected value.</param>
/// <param name="Actual">The value.</param>
/// <remarks>Protocol: scp.md, "Read".</remarks>
public readonly record struct MemoryDifference(CoreLocation Core, uint Address, byte Expected, byte Actual)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"the byte at 0x{Address:X8} of {Core} is 0x{Actual:X2}, not 0x{Expected:X2}");
}
