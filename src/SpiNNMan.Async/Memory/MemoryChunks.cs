using System.Runtime.CompilerServices;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>Reads long memory chunk by chunk. The next chunk is read while the program works on one.</summary>
internal static class MemoryChunks
{
    /// <summary>Long enough that the pauses between chunks do not count.</summary>
    public const int DefaultSize = 1 << 18;

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        ScampConnection scamp, CoreLocation core, uint address, long length, int chunkSize, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<byte[]>? next = length > 0 ? ReadNextAsync(0) : null;
        try
        {
            for (long offset = 0; next is not null;)
            {
                byte[] chunk = await FinishAsync(next).ConfigureAwait(false);
                offset += chunk.Length;
                next = offset < length ? ReadNextAsync(offset) : null;
                yield return chunk;
            }
        }
        finally
        {
            if (next is not null)
            {
                Stop();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
        void Stop() => stop.Cancel();

        Task<byte[]> ReadNextAsync(long offset) =>
            scamp.ReadMemoryAsync(core, address + (uint)offset, (int)Math.Min(chunkSize, length - offset), stop.Token).AsTask();

        async Task<byte[]> FinishAsync(Task<byte[]> reading)
        {
            try
            {
                return await reading.ConfigureAwait(false);
            }
            catch (OperationCanceledException exception)
            {
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            }
        }
    }

    /// <summary>Writes chunk after chunk.</summary>
    /// <returns>How many bytes that were.</returns>
    public static async Task<long> WriteAsync(
        ScampConnection scamp,
        CoreLocation core,
        uint address,
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        long total,
        IProgress<TransferProgress>? progress,
        CancellationToken cancellationToken)
    {
        var sum = ProgressSum.For(progress, total);
        long done = 0;
        await foreach (ReadOnlyMemory<byte> chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            InvalidParameterException.ThrowIfBeyondMemory(address, done + chunk.Length, nameof(chunks));
            await scamp.WriteMemoryAsync(core, address + (uint)done, chunk, ProgressSum.PartOf(sum), cancellationToken).ConfigureAwait(false);
            done += chunk.Length;
        }

        return done;
    }

    /// <summary>Reads a stream chunk by chunk. Each chunk is good until the next is asked for.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before its length.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> FromAsync(
        Stream source, long? length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = new byte[DefaultSize];
        for (long done = 0; done != length;)
        {
            int wanted = (int)Math.Min(buffer.Length, (length ?? long.MaxValue) - done);
            int read = await source.ReadAtLeastAsync(buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (read > 0)
                yield return buffer.AsMemory(0, read);

            done += read;
            if (read < wanted && length is not null)
                throw new EndOfStreamException($"The stream ended after {done} of {length} bytes. These bytes have been written.");

            if (read < wanted)
                yield break;
        }
    }

    /// <summary>The first difference between memory and the expected bytes; <see langword="null"/> if there is none.</summary>
    public static async Task<MemoryDifference?> CompareAsync(
        ScampConnection scamp, CoreLocation core, uint address, ReadOnlyMemory<byte> expected, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var sum = ProgressSum.For(progress, expected.Length);
        int offset = 0;
        await foreach (ReadOnlyMemory<byte> chunk in ReadAsync(scamp, core, address, expected.Length, DefaultSize, cancellationToken).ConfigureAwait(false))
        {
            ReadOnlyMemory<byte> wanted = expected.Slice(offset, chunk.Length);
            int same = wanted.Span.CommonPrefixLength(chunk.Span);
            if (same < chunk.Length)
                return new MemoryDifference(core, address + (uint)(offset + same), wanted.Span[same], chunk.Span[same]);

            offset += chunk.Length;
            sum?.Add(chunk.Length);
        }

        return null;
    }
}
