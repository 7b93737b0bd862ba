using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Routing;

/// <summary>Reads the point-to-point table of a chip, as much of it as the machine has.</summary>
internal static class P2PTableReader
{
    public static async Task<P2PTable> RunAsync(ScampConnection scamp, ChipLocation chip, MachineDimensions size, CancellationToken cancellationToken)
    {
        int length = P2PTable.GetColumnByteCount(size.Height);
        var columns = new Task<byte[]>[size.Width];
        for (int column = 0; column < columns.Length; column++)
            columns[column] = scamp.ReadMemoryAsync(chip, MemoryMap.P2PTable + (uint)P2PTable.GetColumnOffset(column), length, cancellationToken).AsTask();

        byte[][] read = await Task.WhenAll(columns).ConfigureAwait(false);
        return P2PTable.TryParse(size.Width, size.Height, [.. read.Select(static column => (ReadOnlyMemory<byte>)column)], out P2PTable? table, out PacketError error)
            ? table
            : throw new InvalidPacketException(error, $"The routes of {chip}");
    }
}
