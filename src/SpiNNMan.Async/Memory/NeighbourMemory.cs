using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Memory;

/// <summary>Memory of a chip, over a link of its neighbour: whole words only, so that other ends are read and written with the words they are in.</summary>
internal static class NeighbourMemory
{
    public static async Task ReadAsync(
        ScampConnection scamp, CoreLocation core, int link, uint address, Memory<byte> destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        int before = (int)(address & 3);
        int length = WholeWords(before + destination.Length);
        Memory<byte> words = length == destination.Length ? destination : new byte[length];
        var sum = ProgressSum.For(progress, destination.Length);
        await BoundedFanOut.RunAsync(Pieces(length), BoundedFanOut.PlacesOfBoard, ReadPieceAsync, cancellationToken).ConfigureAwait(false);
        if (length != destination.Length)
            words.Slice(before, destination.Length).CopyTo(destination);

        async Task ReadPieceAsync(int piece, CancellationToken stop)
        {
            int offset = piece * ScpMessage.MaxDataSize;
            int size = Math.Min(ScpMessage.MaxDataSize, length - offset);
            var request = new ReadLink(core, link, address - (uint)before + (uint)offset, size);
            byte[] bytes = await scamp.ExecuteAsync<ReadLink, byte[]>(request, stop).ConfigureAwait(false);
            bytes.CopyTo(words[offset..]);
            sum?.Add(Math.Min(offset + size, before + destination.Length) - Math.Max(offset, before));
        }
    }

    public static async Task WriteAsync(
        ScampConnection scamp, CoreLocation core, int link, uint address, ReadOnlyMemory<byte> data, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (data.IsEmpty)
            return;

        int before = (int)(address & 3);
        int length = WholeWords(before + data.Length);
        ReadOnlyMemory<byte> words = data;
        if (length != data.Length)
        {
            // Bytes that share a word with either end must not change.
            var whole = new byte[length];
            uint start = address - (uint)before;
            await ReadAsync(scamp, core, link, start, whole.AsMemory(0, sizeof(uint)), progress: null, cancellationToken).ConfigureAwait(false);
            await ReadAsync(scamp, core, link, start + (uint)length - sizeof(uint), whole.AsMemory(length - sizeof(uint)), progress: null, cancellationToken).ConfigureAwait(false);
            data.CopyTo(whole.AsMemory(before));
            words = whole;
        }

        var sum = ProgressSum.For(progress, data.Length);
        await BoundedFanOut.RunAsync(Pieces(length), BoundedFanOut.PlacesOfBoard, WritePieceAsync, cancellationToken).ConfigureAwait(false);

        async Task WritePieceAsync(int piece, CancellationToken stop)
        {
            int offset = piece * ScpMessage.MaxDataSize;
            int size = Math.Min(ScpMessage.MaxDataSize, length - offset);
            var request = new WriteLink(core, link, address - (uint)before + (uint)offset, words.Slice(offset, size));
            await scamp.ExecuteAsync<WriteLink, Acknowledgement>(request, stop).ConfigureAwait(false);
            sum?.Add(Math.Min(offset + size, before + data.Length) - Math.Max(offset, before));
        }
    }

    private static int WholeWords(int length) => (length + 3) & ~3;

    private static int Pieces(int length) => (length + ScpMessage.MaxDataSize - 1) / ScpMessage.MaxDataSize;
}
