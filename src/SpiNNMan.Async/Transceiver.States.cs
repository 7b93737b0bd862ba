using System.Runtime.CompilerServices;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async;

public sealed partial class Transceiver
{
    private static readonly TimeSpan s_watchInterval = TimeSpan.FromMilliseconds(100);

    private StateCounter? _counter;

    private StateCounter Counter => LazyInitializer.EnsureInitialized(ref _counter, () => new StateCounter(_connections, Version.Version, Time));

    /// <summary>Counts the cores of an application that are in one of some states, on the whole machine.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="states">The states.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The count, and whether all chips took part.</returns>
    /// <remarks>Every board counts for itself, all at once; monitors before version 4 count the whole machine. Protocol: scp.md, "Counting cores".</remarks>
    /// <exception cref="InvalidParameterException">A state is above 15.</exception>
    /// <exception cref="MachineOperationException{TResult}">Some boards do not answer; the error has the count of the others.</exception>
    public Task<StateCount> CountCoresAsync(byte applicationId, IReadOnlyCollection<CpuState> states, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        return CountCoresAsync(applicationId, states, Machine.Chips, cancellationToken);
    }

    /// <summary>Counts the cores of an application that are in a state, on the whole machine.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="state">The state.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="CountCoresAsync(byte, IReadOnlyCollection{CpuState}, CancellationToken)"/>
    public Task<StateCount> CountCoresAsync(byte applicationId, CpuState state, CancellationToken cancellationToken = default) =>
        CountCoresAsync(applicationId, [state], cancellationToken);

    /// <summary>Asks in which states cores are: one request for each chip.</summary>
    /// <param name="cores">The cores; by default all that applications can run on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The state of each core.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips do not answer; the error has the states of the others' cores.</exception>
    public async Task<IReadOnlyDictionary<CoreLocation, CpuState>> GetCoreStatesAsync(
        IReadOnlyCollection<CoreLocation>? cores = null, CancellationToken cancellationToken = default)
    {
        CoreTargets targets = CoreTargets.Of(cores ?? [.. Machine.ApplicationCores]);
        FanOutResult<ChipSummaryInfo> answers = await CoreQueries.AskChipsAsync(_connections, targets.Chips, cancellationToken).ConfigureAwait(false);
        return answers.OrThrow("Asking for states", chips => CoreQueries.StatesOf(targets, chips));
    }

    /// <summary>Reads what the monitors know about cores.</summary>
    /// <param name="cores">The cores; by default all that applications can run on.</param>
    /// <param name="states">If given, only cores in these states are read: their chips are asked first, which is cheaper if they are few.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The blocks of the cores, in the order of the cores.</returns>
    /// <remarks>Protocol: models.md, "Core blocks".</remarks>
    /// <exception cref="MachineOperationException{TResult}">Some chips do not answer; the error has the blocks of the others' cores.</exception>
    public async Task<CpuInfos> GetCpuInfosAsync(
        IReadOnlyCollection<CoreLocation>? cores = null, IReadOnlyCollection<CpuState>? states = null, CancellationToken cancellationToken = default)
    {
        cores ??= [.. Machine.ApplicationCores];
        IReadOnlyList<MachineFailure> silent = [];
        if (states is not null)
        {
            CoreTargets targets = CoreTargets.Of(cores);
            FanOutResult<ChipSummaryInfo> answers = await CoreQueries.AskChipsAsync(_connections, targets.Chips, cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<CoreLocation, CpuState> found = CoreQueries.StatesOf(targets, answers.Values);
            cores = [.. cores.Where(core => found.TryGetValue(core, out CpuState state) && states.Contains(state))];
            silent = answers.Failures;
        }

        FanOutResult<CpuInfo> blocks = await CoreQueries.ReadBlocksAsync(_connections, [.. cores], cancellationToken).ConfigureAwait(false);
        return blocks.With(silent).OrThrow("Reading about cores", static infos => new CpuInfos(infos));
    }

    /// <summary>Reads what the monitor knows about a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">The chip does not answer.</exception>
    public async Task<CpuInfo> GetCpuInfoAsync(CoreLocation core, CancellationToken cancellationToken = default) =>
        (await GetCpuInfosAsync([core], cancellationToken: cancellationToken).ConfigureAwait(false))[core];

    /// <summary>Waits until all of some cores are in one of some states at once.</summary>
    /// <param name="cores">The cores, whatever application they run.</param>
    /// <param name="states">The states.</param>
    /// <param name="options">How long, which states are errors, and whom to tell.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <remarks>Chips with cores that are late are asked again and again, all others now and then and at the end.</remarks>
    /// <exception cref="CoreStateException">The time is up, a core is in a state that is an error, or a chip is silent: it names the cores it is about and no
    /// others, with their run-time errors, registers and the end of what they printed.</exception>
    /// <exception cref="InvalidParameterException">There is no core or no state, or a core is not there.</exception>
    public async Task WaitForStateAsync(
        IReadOnlyCollection<CoreLocation> cores, IReadOnlyCollection<CpuState> states, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (states.Count == 0)
            throw new InvalidParameterException(nameof(states), "no state", "name at least one");

        await new StateWaiter(_connections, CoreTargets.Check(Machine, cores, nameof(cores)), states, options ?? new WaitOptions(), Time).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Streams the states of cores: first all of them, then each change as it is seen.</summary>
    /// <param name="cores">The cores.</param>
    /// <param name="interval">How often their chips are asked. The default is 100 ms; what lasts shorter may not be seen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A stream that does not end by itself.</returns>
    /// <exception cref="InvalidParameterException">A core is not there, or the interval is not more than zero and at most a day.</exception>
    /// <exception cref="MachineOperationException">Some chips do not answer.</exception>
    public async IAsyncEnumerable<CoreStateChange> WatchStatesAsync(
        IReadOnlyCollection<CoreLocation> cores, TimeSpan? interval = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TimeSpan pause = OptionChecks.Positive(interval ?? s_watchInterval, nameof(interval));
        CoreLocation[] all = [.. CoreTargets.Check(Machine, cores, nameof(cores)).All()];
        var before = new Dictionary<CoreLocation, CpuState>();
        while (true)
        {
            IReadOnlyDictionary<CoreLocation, CpuState> now = await GetCoreStatesAsync(all, cancellationToken).ConfigureAwait(false);
            foreach (CoreLocation core in all)
            {
                bool isKnown = before.TryGetValue(core, out CpuState last);
                before[core] = now[core];
                if (!isKnown || last != now[core])
                    yield return new CoreStateChange(core, isKnown ? last : null, now[core]);
            }

            await Task.Delay(pause, Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Counts on the boards of some chips only, so that no other board can hinder it.</summary>
    internal async Task<StateCount> CountCoresAsync(byte applicationId, IReadOnlyCollection<CpuState> states, IEnumerable<MachineChip> chips, CancellationToken cancellationToken)
    {
        ChipLocation[] boards = [.. chips.Select(static chip => chip.NearestEthernet).Distinct()];
        ChipLocation[] counted = [.. boards.Where(Machine.Contains)];
        FanOutResult<StateCount> counts = await Counter.CountAsync(applicationId, states, counted, cancellationToken).ConfigureAwait(false);

        // A board whose chip with the Ethernet is dead has nobody to count it.
        bool allCounted = counts.Failures.Count == 0 && (!Counter.CountsByBoard || counted.Length == boards.Length);
        return counts.OrThrow(
            "Counting cores", all => all.Aggregate(new StateCount(0, allCounted), static (sum, one) => new StateCount(StateCount.Add(sum.Count, one.Count), sum.IsComplete && one.IsComplete)));
    }
}
