using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Finds the programs by their names, and the cores that are free for them.</summary>
internal static class ProgramSurvey
{
    private const string MonitorName = "extra_monitor";

    /// <summary>As much of the name as cores show, and the name that virtual machines have for it besides.</summary>
    private static readonly string[] s_gathererNames = ["data_speed_up_p", "packet_gatherer"];

    /// <summary>Looks at all cores of some boards.</summary>
    public static async Task<ExtraMonitors> RunAsync(MachineConnections connections, StreamingOptions options, CancellationToken cancellationToken)
    {
        HashSet<ChipLocation> boards = BoardsOf(connections.Machine, options);
        MachineChip[] chips = [.. connections.Machine.Chips.Where(chip => boards.Contains(chip.NearestEthernet))];
        FanOutResult<IReadOnlyList<CoreInfo>> read = await FanOut.RunAsync(
            connections, chips, static chip => chip.Location, static (scamp, chip, stop) => ReadAsync(scamp, chip, stop), isRepeatable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        var found = new FoundPrograms(connections.Machine, boards);
        foreach (MachineFailure failure in read.Failures)
            found.Unserved[failure.Core.Chip] = $"it does not answer: {failure.Error.Message}";

        CoreLocation[] monitors = [.. options.Monitors ?? []];
        CoreLocation[] gatherers = [.. options.Gatherers ?? []];
        foreach (IReadOnlyList<CoreInfo> cores in read.Values)
            Sort(found, cores, Array.FindAll(monitors, core => core.Chip == cores[0].Core.Chip), Array.FindAll(gatherers, core => core.Chip == cores[0].Core.Chip));

        return new ExtraMonitors(connections, found);
    }

    private static HashSet<ChipLocation> BoardsOf(Machine machine, StreamingOptions options)
    {
        var boards = new HashSet<ChipLocation>();
        foreach (ChipLocation chip in options.Boards ?? machine.EthernetChips.Select(static chip => chip.Location))
        {
            boards.Add(machine.TryGetChip(chip, out MachineChip? found)
                ? found.NearestEthernet
                : throw new InvalidParameterException(nameof(StreamingOptions.Boards), chip, $"there is no such chip, or it does not work; the machine is {machine}"));
        }

        return boards;
    }

    private static async Task<IReadOnlyList<CoreInfo>> ReadAsync(ScampConnection scamp, MachineChip chip, CancellationToken cancellationToken)
    {
        int count = chip.Cores.Max() + 1;
        byte[] blocks = await scamp.ReadMemoryAsync(chip.Location, MemoryMap.CoreInfos, count * CoreInfo.Size, cancellationToken).ConfigureAwait(false);
        var cores = new List<CoreInfo>();
        foreach (int core in chip.Cores)
        {
            if (CoreInfo.TryParse(new CoreLocation(chip.Location, core), blocks.AsSpan(core * CoreInfo.Size), out CoreInfo info, out _))
                cores.Add(info);
        }

        return cores;
    }

    private static void Sort(FoundPrograms found, IReadOnlyList<CoreInfo> cores, CoreLocation[] monitors, CoreLocation[] gatherers)
    {
        ChipLocation chip = cores[0].Core.Chip;
        CoreInfo[] running = [.. Candidates(cores, [MonitorName], monitors)];
        if (Array.Find(running, static core => core.State == CoreState.Running) is { State: CoreState.Running } monitor)
            found.Monitors[chip] = monitor.Core;
        else
            found.Unserved[chip] = running.Length == 0 ? "no extra monitor runs on it" : $"the extra monitor on {running[0].Core} is in state {running[0].State}";

        CoreInfo[] sending = [.. Candidates(cores, s_gathererNames, gatherers)];
        if (Array.Find(sending, static core => core.State == CoreState.Running) is { State: CoreState.Running } gatherer)
            found.Gatherers[chip] = gatherer.Core;
        else if (sending.Length > 0)
            found.GathererProblems[chip] = $"the packet gatherer on {sending[0].Core} is in state {sending[0].State}";

        found.Free[chip] = [.. cores.Where(static core => core.Core.Core != 0 && core.State == CoreState.Idle).Select(static core => core.Core)];
    }

    private static IEnumerable<CoreInfo> Candidates(IReadOnlyList<CoreInfo> cores, string[] names, CoreLocation[] given) => cores.Where(core => given.Length > 0
        ? given.Contains(core.Core)
        : core.Core.Core != 0 && core.State != CoreState.Idle && names.Any(name => core.ApplicationName.StartsWith(name, StringComparison.Ordinal)));
}
