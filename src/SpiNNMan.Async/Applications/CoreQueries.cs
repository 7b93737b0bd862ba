using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Applications;

/// <summary>Asks many chips about their cores.</summary>
internal static class CoreQueries
{
    /// <summary>Where a core's block has run-time error, physical core, state and application, a byte each.</summary>
    private const uint StatusOffset = 44;

    /// <summary>The summaries of chips, with the states of their cores. This is the cheapest way to get many states.</summary>
    public static Task<FanOutResult<ChipSummaryInfo>> AskChipsAsync(
        MachineConnections connections, IReadOnlyList<ChipLocation> chips, CancellationToken cancellationToken, CancellationToken deadline = default) =>
        FanOut.RunAsync(
            connections,
            chips,
            static chip => chip,
            static (connection, chip, token) => connection.GetChipInfoAsync(chip, token).AsTask(),
            deadline: deadline,
            isRepeatable: true,
            cancellationToken: cancellationToken);

    /// <summary>State, application and error of each core of each chip, read word by word.</summary>
    public static Task<FanOutResult<IReadOnlyList<CoreStatus>>> ReadStatusAsync(MachineConnections connections, CoreTargets targets, CancellationToken cancellationToken) =>
        FanOut.RunAsync<ChipLocation, IReadOnlyList<CoreStatus>>(
            connections,
            targets.Chips,
            static chip => chip,
            async (connection, chip, token) =>
            {
                var statuses = new List<CoreStatus>();
                foreach (int core in targets[chip])
                {
                    uint word = await connection.ReadWordAsync(chip, MemoryMap.GetCoreInfoAddress(core) + StatusOffset, token).ConfigureAwait(false);
                    statuses.Add(CoreStatus.FromWord(new CoreLocation(chip, (byte)core), word));
                }

                return statuses;
            },
            isRepeatable: true,
            cancellationToken: cancellationToken);

    /// <summary>The states of those of the cores whose chips answered.</summary>
    public static IReadOnlyDictionary<CoreLocation, CoreState> StatesOf(CoreTargets targets, IEnumerable<ChipSummaryInfo> chips)
    {
        var states = new Dictionary<CoreLocation, CoreState>(targets.CoreCount);
        foreach (ChipSummaryInfo chip in chips)
        {
            foreach (int core in targets[chip.Chip])
                states[new CoreLocation(chip.Chip, (byte)core)] = chip.CoreStates[core];
        }

        return states;
    }

    /// <summary>The blocks of cores.</summary>
    public static Task<FanOutResult<CoreInfo>> ReadBlocksAsync(
        MachineConnections connections, IReadOnlyList<CoreLocation> cores, CancellationToken cancellationToken) =>
        FanOut.RunAsync(
            connections,
            cores,
            static core => core,
            ReadBlockAsync,
            isRepeatable: true,
            cancellationToken: cancellationToken);

    /// <summary>The block of a core.</summary>
    public static async Task<CoreInfo> ReadBlockAsync(ScampConnection connection, CoreLocation core, CancellationToken cancellationToken)
    {
        byte[] block = await connection.ReadMemoryAsync(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core), CoreInfo.Size, cancellationToken).ConfigureAwait(false);
        return CoreInfo.TryParse(core, block, out CoreInfo info, out PacketError error) ? info : throw new InvalidPacketException(error, $"The block of core {core}");
    }

    /// <summary>The cores of chips that are in one of some states.</summary>
    public static CoreSet CoresIn(in ChipSummaryInfo chip, IReadOnlyCollection<CoreState> states)
    {
        uint mask = 0;
        foreach (CoreState state in states)
            mask |= chip.CoreStates.CoresIn(state).Mask;

        return CoreSet.FromMask(mask);
    }
}
