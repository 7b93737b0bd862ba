using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>A block of memory to be read, one of many.</summary>
/// <param name="Core">The core that reads: a chip's monitor, or an application core for its own local memory.</param>
/// <param name="Address">The first byte.</param>
/// <param name="Destination">Where the bytes go, and how many are read.</param>
/// <remarks>Protocol: scp.md, "Read".</remarks>
public readonly record struct MemoryRead(CoreLocation Core, uint Address, Memory<byte> Destination)
{
    /// <summary>Does it, over the connection to its board.</summary>
    internal async Task<MemoryRead> MoveAsync(ScampConnection scamp, ProgressSum? sum, CancellationToken cancellationToken)
    {
        await scamp.ReadMemoryAsync(Core, Address, Destination, ProgressSum.PartOf(sum), cancellationToken).ConfigureAwait(false);
        return this;
    }
}
