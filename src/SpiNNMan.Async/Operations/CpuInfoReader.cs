using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>Reads the blocks of many cores. Those of a chip lie one after the other, so one request brings two.</summary>
internal static class CpuInfoReader
{
    public static async Task<CpuInfos> RunAsync(MachineConnections connections, IEnumerable<CoreLocation> cores, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        IGrouping<ChipLocation, CoreLocation>[] chips = [.. cores.Distinct().GroupBy(static core => core.Chip)];
        FanOutResult<CpuInfo[]> read = await FanOut.RunAsync(
            connections,
            chips,
            static chip => chip.Key,
            static (scamp, chip, stop) => ReadChipAsync(scamp, [.. chip.Order(Comparer<CoreLocation>.Create(static (one, other) => one.Core - other.Core))], stop),
            progress,
            cancellationToken).ConfigureAwait(false);
        return new CpuInfos(read.OrThrow("reading the states of cores").SelectMany(static infos => infos));
    }

    private static async Task<CpuInfo[]> ReadChipAsync(ScampConnection scamp, CoreLocation[] cores, CancellationToken cancellationToken)
    {
        var infos = new CpuInfo[cores.Length];
        await Task.WhenAll(Runs(cores).Select(ReadRunAsync)).ConfigureAwait(false);
        return infos;

        async Task ReadRunAsync((int First, int Count) run)
        {
            byte first = cores[run.First].Core;
            byte[] blocks = await scamp.ReadMemoryAsync(cores[run.First].Chip, MemoryMap.GetCpuInfoAddress(first), run.Count * CpuInfo.Size, cancellationToken).ConfigureAwait(false);
            for (int index = 0; index < run.Count; index++)
            {
                if (!CpuInfo.TryParse(cores[run.First + index], blocks.AsSpan(index * CpuInfo.Size), out infos[run.First + index], out PacketError error))
                    throw new InvalidPacketException(error);
            }
        }
    }

    /// <summary>Cores in rising order, cut where a number is missing.</summary>
    private static IEnumerable<(int First, int Count)> Runs(CoreLocation[] cores)
    {
        int first = 0;
        for (int index = 1; index <= cores.Length; index++)
        {
            if (index < cores.Length && cores[index].Core == cores[index - 1].Core + 1)
                continue;

            yield return (first, index - first);
            first = index;
        }
    }
}
