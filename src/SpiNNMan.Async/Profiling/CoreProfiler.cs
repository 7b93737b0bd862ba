using SpiNNMan.Async.Access;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Profiling;

/// <summary>Samples the cores of many chips at the same time.</summary>
internal static class CoreProfiler
{
    /// <summary>Samples cores.</summary>
    /// <param name="connections">The machine.</param>
    /// <param name="cores">The cores, with their physical numbers.</param>
    /// <param name="options">How long and how often.</param>
    /// <param name="cancellationToken">Ends it. No question stays in a mailbox.</param>
    /// <returns>A profile of each core, in the order of the cores.</returns>
    public static async Task<IReadOnlyList<CoreProfile>> RunAsync(MachineConnections connections, IReadOnlyList<CoreInfo> cores, ProfileOptions options, CancellationToken cancellationToken)
    {
        var run = new ProfileRun(connections.TimeProvider, options);
        ChipSampler[] chips = [.. cores.GroupBy(static core => core.Core.Chip).Select(chip => new ChipSampler(connections.For(chip.Key), chip.Key, chip, run))];
        await Task.WhenAll(chips.Select(chip => chip.RunAsync(cancellationToken))).ConfigureAwait(false);
        Dictionary<CoreLocation, CoreProfile> profiles = chips.SelectMany(static chip => chip.Profiles).ToDictionary(static profile => profile.Core);
        return [.. cores.Select(core => profiles[core.Core])];
    }
}
