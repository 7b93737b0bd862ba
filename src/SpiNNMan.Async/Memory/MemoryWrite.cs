using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>A block of memory to be written, one of many.</summary>
/// <param name="Core">The core that writes: a chip's monitor, or an application core for its own local memory.</param>
/// <param name="Address">The first byte.</param>
/// <param name="Data">The data. It must not change before it is written.</param>
/// <remarks>Protocol: scp.md, "Write".</remarks>
public readonly record struct MemoryWrite(CoreLocation Core, uint Address, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether it may be cancelled and begun again when dead chips are found.</summary>
    internal bool MayBeginAgain => Data.Length <= MemoryRead.LongestBegunAgain;

    /// <summary>Does it, over the connection to its board.</summary>
    internal async Task<MemoryWrite> MoveAsync(ScampConnection scamp, ProgressSum? sum, CancellationToken cancellationToken)
    {
        IProgress<TransferProgress>? part = ProgressSum.PartOf(sum);
        try
        {
            await scamp.WriteMemoryAsync(Core, Address, Data, part, cancellationToken).ConfigureAwait(false);
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
