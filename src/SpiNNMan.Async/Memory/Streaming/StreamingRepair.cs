using System.Buffers.Binary;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Repairs a chip whose router was left as it is while data flow.</summary>
internal static class StreamingRepair
{
    private const int RoutesRegion = 2;
    private const int WordsOfRegion = 3;
    private const int KeysWords = 4;
    private const uint MostRoutes = 1023;

    /// <summary>Repairs a chip, if it needs it. Routes that are loaded again where the others were never loaded would be old ones.</summary>
    /// <returns>The chip; <see langword="null"/> if nothing was to be done.</returns>
    public static async Task<ChipLocation?> RunAsync(ScampConnection scamp, CoreLocation monitor, CancellationToken cancellationToken)
    {
        ReinjectionStatus status = await scamp.ExecuteAsync<GetReinjectionStatus, ReinjectionStatus>(new GetReinjectionStatus(monitor), cancellationToken).ConfigureAwait(false);
        bool hasRoutes = await HasRoutesOfStreamsAsync(scamp, monitor, cancellationToken).ConfigureAwait(false);
        bool hasTimeouts = status.FirstTimeout == RouterTimeout.Long;
        if (!hasRoutes && !hasTimeouts)
            return null;

        if (hasRoutes)
            await DoAsync(MonitorRequest.LoadApplicationRoutes(monitor)).ConfigureAwait(false);

        await DoAsync(MonitorRequest.SetFirstTimeout(monitor, RouterTimeout.Usual)).ConfigureAwait(false);
        await DoAsync(MonitorRequest.SetSecondTimeout(monitor, RouterTimeout.Zero)).ConfigureAwait(false);
        await DoAsync(MonitorRequest.SetPackets(monitor, ReinjectedPackets.Multicast)).ConfigureAwait(false);
        return monitor.Chip;

        Task DoAsync(MonitorRequest request) => scamp.ExecuteAsync<MonitorRequest, Acknowledgement>(request, cancellationToken).AsTask();
    }

    /// <summary>Whether the table of the router has exactly the routes that the extra monitor loads for streams.</summary>
    public static async Task<bool> HasRoutesOfStreamsAsync(ScampConnection scamp, CoreLocation monitor, CancellationToken cancellationToken)
    {
        uint table = await scamp.ReadWordAsync(monitor.Chip, MemoryMap.GetUserRegisterAddress(monitor.Core, 0), cancellationToken).ConfigureAwait(false);
        if (table is < MemoryMap.Sdram or >= MemoryMap.SdramUnbuffered)
            return false;

        uint entry = table + (sizeof(uint) * (StreamTables.FirstRegionWord + (RoutesRegion * WordsOfRegion)));
        uint region = await scamp.ReadWordAsync(monitor.Chip, entry, cancellationToken).ConfigureAwait(false);
        if (region is < MemoryMap.Sdram or >= MemoryMap.SdramUnbuffered)
            return false;

        byte[] keys = await scamp.ReadMemoryAsync(monitor.Chip, region, KeysWords * sizeof(uint), cancellationToken).ConfigureAwait(false);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(keys.AsSpan((KeysWords - 1) * sizeof(uint)));
        if (count is 0 or > MostRoutes)
            return false;

        byte[] list = await scamp.ReadMemoryAsync(monitor.Chip, region + (KeysWords * sizeof(uint)), (int)count * WordsOfRegion * sizeof(uint), cancellationToken).ConfigureAwait(false);
        var wanted = new List<(uint Key, uint Mask)>();
        for (int at = 0; at < list.Length; at += WordsOfRegion * sizeof(uint))
            wanted.Add((BinaryPrimitives.ReadUInt32LittleEndian(list.AsSpan(at)), BinaryPrimitives.ReadUInt32LittleEndian(list.AsSpan(at + sizeof(uint)))));

        wanted.Sort();
        IReadOnlyList<(uint Route, uint Key, uint Mask)> there = await RouteSample.ReadAsync(scamp, monitor.Chip, cancellationToken).ConfigureAwait(false);
        return there.Select(static one => (one.Key, one.Mask)).Order().SequenceEqual(wanted);
    }
}
