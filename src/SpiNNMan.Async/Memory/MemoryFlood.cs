using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Memory;

/// <summary>Writes the same memory on every chip by flood fill, then reads each chip back and repairs losses: chips do not report them.</summary>
internal sealed class MemoryFlood(MachineConnections connections)
{
    private const int MaxFillSize = 256 * ScpMessage.MaxDataSize;

    public async Task RunAsync(
        uint address, ReadOnlyMemory<byte> data, bool verify, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        int chips = connections.Machine.Chips.Count;
        var sum = ProgressSum.For(progress, data.Length * (verify ? 1L + chips : 1L));
        int whole = data.Length & ~3;

        var pace = new FloodPace(connections.Root);

        // Two fills at once would be taken for one.
        using (await connections.SystemBuffers.EnterAloneAsync(cancellationToken).ConfigureAwait(false))
        {
            for (int offset = 0; offset < whole; offset += MaxFillSize)
            {
                ReadOnlyMemory<byte> part = data[offset..Math.Min(offset + MaxFillSize, whole)];
                await FillAsync(pace, address + (uint)offset, part, sum, cancellationToken).ConfigureAwait(false);
            }
        }

        if (verify || whole < data.Length)
            await FinishChipsAsync(address, data, verify, sum, cancellationToken).ConfigureAwait(false);
    }

    private async Task FillAsync(FloodPace pace, uint address, ReadOnlyMemory<byte> data, ProgressSum? sum, CancellationToken cancellationToken)
    {
        byte fill = connections.SystemBuffers.NextFillId();
        ScampConnection root = connections.Root;
        int blocks = (data.Length + ScpMessage.MaxDataSize - 1) / ScpMessage.MaxDataSize;
        long start = root.Settings.TimeProvider.GetTimestamp();
        await root.ExecuteAsync<FloodFillStart, Acknowledgement>(new FloodFillStart(fill, (byte)Math.Min(blocks, byte.MaxValue)), cancellationToken).ConfigureAwait(false);
        await pace.RunAsync(blocks, root.Settings.TimeProvider.GetElapsedTime(start), SendAsync, cancellationToken).ConfigureAwait(false);
        await root.ExecuteAsync<FloodFillEnd, Acknowledgement>(new FloodFillEnd(fill), cancellationToken).ConfigureAwait(false);

        async Task SendAsync(int block, CancellationToken stop)
        {
            int offset = block * ScpMessage.MaxDataSize;
            ReadOnlyMemory<byte> bytes = data.Slice(offset, Math.Min(ScpMessage.MaxDataSize, data.Length - offset));
            await root.ExecuteAsync<FloodFillData, Acknowledgement>(new FloodFillData(fill, (byte)block, address + (uint)offset, bytes), stop).ConfigureAwait(false);
            sum?.Add(bytes.Length);
        }
    }

    private async Task FinishChipsAsync(uint address, ReadOnlyMemory<byte> data, bool verify, ProgressSum? sum, CancellationToken cancellationToken)
    {
        int whole = data.Length & ~3;
        FanOutResult<bool> finished = await FanOut.RunAsync(
            connections, connections.Machine.Chips, static chip => chip.Location, FinishAsync, cancellationToken: cancellationToken).ConfigureAwait(false);
        finished.ThrowIfFailed("flooding memory");

        async Task<bool> FinishAsync(ScampConnection scamp, MachineChip chip, CancellationToken stop)
        {
            // Blocks consist of whole words. The rest is too short for one.
            if (whole < data.Length)
                await scamp.WriteMemoryAsync(chip.Location, address + (uint)whole, data[whole..], progress: null, stop).ConfigureAwait(false);

            if (!verify || await IsSameAsync().ConfigureAwait(false) is null)
                return true;

            await scamp.WriteMemoryAsync(chip.Location, address, data, progress: null, stop).ConfigureAwait(false);
            return await IsSameAsync().ConfigureAwait(false) is { } difference ? throw new MemoryVerificationException(difference) : true;

            Task<MemoryDifference?> IsSameAsync() => MemoryChunks.CompareAsync(scamp, chip.Location, address, data, ProgressSum.PartOf(sum), stop);
        }
    }
}
