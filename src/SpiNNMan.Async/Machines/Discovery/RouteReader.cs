using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>Reads the size of a machine and the routes to its chips from the chip it was booted through.</summary>
internal static class RouteReader
{
    public static async Task<MachineDimensions> ReadDimensionsAsync(ScampConnection scamp, CancellationToken cancellationToken)
    {
        byte[] size = await scamp.ReadMemoryAsync(ChipLocation.Root.Monitor, SystemVariable.Height.Address, 2, cancellationToken).ConfigureAwait(false);
        return new MachineDimensions(Width: WholeSize(size[1]), Height: WholeSize(size[0]));

        // A byte cannot say 256.
        static int WholeSize(byte size) => size == 0 ? P2PTable.MaxSize : size;
    }

    /// <summary>How many requests <see cref="ReadRoutesAsync"/> makes.</summary>
    public static int CountRequests(MachineDimensions dimensions) => (dimensions.Width + ColumnsPerRead - 1) / ColumnsPerRead;

    /// <summary>Reads the table, as many columns with each request as fit into a reply.</summary>
    public static async Task<P2PTable> ReadRoutesAsync(ScampConnection scamp, MachineDimensions dimensions, CancellationToken cancellationToken)
    {
        int columnSize = P2PTable.GetColumnOffset(1);
        int needed = P2PTable.GetColumnByteCount(dimensions.Height);
        var reads = new Task<byte[]>[CountRequests(dimensions)];
        for (int read = 0; read < reads.Length; read++)
        {
            int first = read * ColumnsPerRead;
            int further = Math.Min(ColumnsPerRead, dimensions.Width - first) - 1;
            uint address = MemoryMap.P2PTable + (uint)P2PTable.GetColumnOffset(first);
            reads[read] = scamp.ReadMemoryAsync(ChipLocation.Root.Monitor, address, (further * columnSize) + needed, cancellationToken).AsTask();
        }

        byte[][] contents = await Task.WhenAll(reads).ConfigureAwait(false);
        ReadOnlyMemory<byte>[] columns = [.. Enumerable.Range(0, dimensions.Width)
            .Select(column => contents[column / ColumnsPerRead].AsMemory(column % ColumnsPerRead * columnSize, needed))];
        return P2PTable.TryParse(dimensions.Width, dimensions.Height, columns, out P2PTable? table, out PacketError error)
            ? table
            : throw new InvalidPacketException(error, $"The routes of {scamp.RemoteIPAddress}");
    }

    private static int ColumnsPerRead => ScpMessage.MaxDataSize / P2PTable.GetColumnOffset(1);
}
