using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>A block of memory to be read, one of many.</summary>
/// <param name="Core">The core that reads: a chip's monitor, or an application core for its own local memory.</param>
/// <param name="Address">The first byte.</param>
/// <param name="Destination">Where the bytes go, and how many are read.</param>
/// <remarks>Protocol: scp.md, "Read".</remarks>
public readonly record struct MemoryRead(CoreLocation Core, uint Address, Memory<byte> Destination)
{
    /// <summary>The longest block that is begun again when dead chips are found. Of longer ones, too much would be moved twice.</summary>
    internal const int LongestBegunAgain = 64 * 1024;

    /// <summary>Whether it may be cancelled and begun again when dead chips are found.</summary>
    internal bool MayBeginAgain => Destination.Length <= LongestBegunAgain;

    /// <summary>Does it, over the connection to its board.</summary>
    internal async Task<MemoryRead> MoveAsync(ScampConnection scamp, ProgressSum? sum, CancellationToken cancellationToken)
    {
        IProgress<TransferProgress>? part = ProgressSum.PartOf(sum);
        try
        {
            await scamp.ReadMemoryAsync(Core, Address, Destination, part, cancellationToken).ConfigureAwait(false);
            return this;
        }
        catch (OperationCanceledException)
        {
            // It may be begun again.
            part?.Report(default);
            throw;
        }
    }
}
