using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Applications;

/// <summary>Loads an image into all chips at once by a flood fill. Chips that miss any of it say nothing: they just do not have it.</summary>
internal static class FloodFillLoad
{
    /// <summary>The most blocks of one fill whose number can be said.</summary>
    public const int MaxBlocks = byte.MaxValue;

    /// <summary>Whether an image fits into one fill.</summary>
    public static bool Fits(ApplicationImage image) => BlockCount(image) <= MaxBlocks;

    /// <summary>The regions to choose, in the order in which monitors take them.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="targets">The cores.</param>
    /// <param name="honoursRegions">Whether the monitors look at regions; else the choice must be the same for all chips.</param>
    /// <param name="leavesPartsOut">Whether there are chips or cores that work and are not in the machine's model: they must not be reached either.</param>
    /// <returns><see langword="null"/> if the choice cannot be said.</returns>
    public static IReadOnlyList<(FloodFillRegion Region, CoreSet Cores)>? Choose(Machine machine, CoreTargets targets, bool honoursRegions, bool leavesPartsOut)
    {
        // A lone chip has no neighbour that could hear nearest-neighbour packets.
        if (machine.Chips.Count == 1)
            return null;

        uint common = targets.Cores.Values.Aggregate(0u, static (mask, cores) => mask | cores.Mask);
        if (!leavesPartsOut && machine.Chips.All(chip => targets[chip.Location].Mask == (common & chip.ApplicationCores.Mask)))
            return [(FloodFillRegion.All, CoreSet.FromMask(common))];

        if (!honoursRegions)
            return null;

        return [.. targets.Cores
            .GroupBy(static chip => (X: chip.Key.X & ~3, Y: chip.Key.Y & ~3, chip.Value.Mask))
            .Select(static group => (
                Region: new FloodFillRegion(group.Aggregate(0u, static (word, chip) => word | FloodFillRegion.Of(chip.Key).Word)),
                Cores: CoreSet.FromMask(group.Key.Mask)))
            .OrderBy(static choice => choice.Region.Word)
            .ThenBy(static choice => choice.Cores.Mask)];
    }

    public static async Task RunAsync(
        ScampConnection root, ChipLoad load, byte applicationId, byte fillId, IReadOnlyList<(FloodFillRegion Region, CoreSet Cores)> choice, IProgress<int>? done, CancellationToken cancellationToken)
    {
        int blocks = BlockCount(load.Image);
        TimeProvider time = root.Settings.TimeProvider;
        long start = time.GetTimestamp();
        await DoAsync(new FloodFillStart(fillId, (byte)blocks, new FloodFillRegion(0)), cancellationToken).ConfigureAwait(false);
        TimeSpan roundTrip = time.GetElapsedTime(start);
        foreach ((FloodFillRegion region, CoreSet cores) in choice)
            await DoAsync(new FloodFillCoreSelect(region, cores), cancellationToken).ConfigureAwait(false);

        int sent = 0;
        await new FloodPace(root).RunAsync(blocks, roundTrip, SendBlockAsync, cancellationToken).ConfigureAwait(false);
        await DoAsync(new FloodFillEnd(fillId, applicationId, wait: true), cancellationToken).ConfigureAwait(false);

        async Task SendBlockAsync(int block, CancellationToken stop)
        {
            int offset = block * ScpMessage.MaxDataSize;
            ReadOnlyMemory<byte> data = load.Image.Data[offset..Math.Min(offset + ScpMessage.MaxDataSize, load.Image.Data.Length)];

            // Each chip gets it from up to six neighbours. The few chips that miss some of it are found by counting. Repeating all of it would take seven times as long.
            await DoAsync(new FloodFillData(fillId, (byte)block, MemoryMap.SystemSdram + (uint)offset, data) { Repeats = 0 }, stop).ConfigureAwait(false);
            done.Tell(Interlocked.Increment(ref sent));
        }

        async Task DoAsync<TRequest>(TRequest request, CancellationToken stop)
            where TRequest : struct, IScpRequest<Acknowledgement>
            => await root.ExecuteAsync<TRequest, Acknowledgement>(request, stop).ConfigureAwait(false);
    }

    /// <summary>How many blocks an image takes.</summary>
    public static int BlockCount(ApplicationImage image) => (image.Data.Length + ScpMessage.MaxDataSize - 1) / ScpMessage.MaxDataSize;
}
