using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Adds up the counters of boards, and describes them.</summary>
internal static class BoardCounters
{
    /// <summary>Adds up the counters of boards.</summary>
    public static DeviceStatistics Sum(IEnumerable<DeviceStatistics> devices)
    {
        DeviceStatistics[] all = [.. devices];
        return new DeviceStatistics(
            all.Sum(static one => one.Received),
            all.Sum(static one => one.Sent),
            all.SelectMany(static one => one.Commands).GroupBy(static entry => entry.Key).ToDictionary(static group => group.Key, static group => group.Sum(static entry => entry.Value)),
            all.SelectMany(static one => one.Drops).GroupBy(static entry => entry.Key).ToDictionary(static group => group.Key, static group => group.Sum(static entry => entry.Value)));
    }

    /// <summary>Describes in a line what was received, sent and dropped.</summary>
    public static string Describe(DeviceStatistics statistics)
    {
        string drops = string.Join(", ", statistics.Drops.OrderByDescending(static drop => drop.Value).Select(static drop => $"{drop.Key} {Quantities.Count(drop.Value)}"));
        return $"{Quantities.Count(statistics.Received)} received, {Quantities.Count(statistics.Sent)} sent, {Quantities.Count(statistics.Dropped)} dropped{(drops.Length > 0 ? $" ({drops})" : "")}";
    }
}
