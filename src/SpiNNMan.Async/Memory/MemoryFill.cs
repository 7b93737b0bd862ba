using System.Buffers.Binary;
using System.Numerics;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Memory;

/// <summary>Fills memory of any alignment: boards fill whole words only, so the ends are written.</summary>
internal static class MemoryFill
{
    /// <summary>The bytes that one request fills: few enough for progress reports and a quick stop.</summary>
    private const uint PieceSize = 1 << 20;

    public static async Task RunAsync(
        ScampConnection scamp, CoreLocation core, uint address, long length, uint word, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var sum = ProgressSum.For(progress, length);
        int head = (int)Math.Min(-address & 3, length);
        long middle = (length - head) & ~3L;
        int tail = (int)(length - head - middle);
        await WriteEndAsync(0, head).ConfigureAwait(false);

        // In memory the pattern continues where the head ended.
        uint turned = BitOperations.RotateRight(word, 8 * head);
        for (long done = 0; done < middle;)
        {
            uint size = (uint)Math.Min(PieceSize, middle - done);
            var request = new FillMemory(core, address + (uint)(head + done), turned, size);
            await scamp.ExecuteAsync<FillMemory, Acknowledgement>(request, cancellationToken).ConfigureAwait(false);
            done += size;
            sum?.Add(size);
        }

        await WriteEndAsync(head + middle, tail).ConfigureAwait(false);

        async ValueTask WriteEndAsync(long offset, int size)
        {
            if (size == 0)
                return;

            var bytes = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, BitOperations.RotateRight(word, (int)(8 * (offset & 3))));
            await scamp.WriteMemoryAsync(core, address + (uint)offset, bytes.AsMemory(0, size), progress: null, cancellationToken).ConfigureAwait(false);
            sum?.Add(size);
        }
    }
}
