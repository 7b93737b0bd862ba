using SpiNNMan.Async.Access;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Applications;

/// <summary>Waits until certain cores are in certain states. It looks at the summaries of their chips.</summary>
internal sealed class StateWaiter
{
    /// <summary>How often only chips with late cores are looked at before all are.</summary>
    private const int LooksBetweenFullOnes = 10;

    /// <summary>How long a look may take that begins when the time is up: the last one or, with no time at all, the only one.</summary>
    private static readonly TimeSpan s_timeOfLastLook = TimeSpan.FromSeconds(1);

    private readonly MachineConnections _connections;
    private readonly CoreTargets _targets;
    private readonly IReadOnlyCollection<CoreState> _states;
    private readonly CoreState[] _errorStates;
    private readonly WaitOptions _options;
    private readonly TimeProvider _time;
    private readonly Dictionary<ChipLocation, ChipSummaryInfo> _seen = [];
    private readonly long _start;

    public StateWaiter(MachineConnections connections, CoreTargets targets, IReadOnlyCollection<CoreState> states, WaitOptions options, TimeProvider time)
    {
        _connections = connections;
        _targets = targets;
        _states = states;
        _errorStates = [.. options.ErrorStates.Except(states)];
        _options = options;
        _time = time;
        _start = time.GetTimestamp();
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);

    /// <exception cref="CoreStateException">Cores did not get there.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (int look = 0; ; look++)
        {
            ChipLocation[] late = [.. _targets.Chips.Where(IsLate)];
            bool all = look % LooksBetweenFullOnes == 0 || late.Length == 0;
            await LookAsync(all ? _targets.Chips : late, cancellationToken).ConfigureAwait(false);
            late = [.. _targets.Chips.Where(IsLate)];
            _options.Progress.Tell(new StateProgress(_targets.Chips.Sum(chip => Reached(chip).Count), _targets.CoreCount));
            if (late.Length == 0 && all)
                return;

            if (late.Length > 0)
                await PauseAsync(late, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(ChipLocation[] late, CancellationToken cancellationToken)
    {
        TimeSpan pause = _options.PollInterval;
        if (_options.Timeout is { } timeout)
        {
            TimeSpan left = timeout - Elapsed;
            if (left <= TimeSpan.Zero)
                await FailAsync(CoreFailureReason.TimedOut, late.SelectMany(LateCores), [], cancellationToken).ConfigureAwait(false);

            pause = left < pause ? left : pause;
        }

        await Pause.ForAsync(pause, _time, cancellationToken).ConfigureAwait(false);
    }

    private async Task LookAsync(IReadOnlyList<ChipLocation> chips, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeToLook(), _time);
        FanOutResult<ChipSummaryInfo> answers = await CoreQueries.AskChipsAsync(_connections, chips, cancellationToken, deadline.Token).ConfigureAwait(false);
        foreach (ChipSummaryInfo chip in answers.Values)
            _seen[chip.Chip] = chip;

        CoreLocation[] failed = [.. chips.Where(_seen.ContainsKey).SelectMany(chip => CoresOf(chip, CoreQueries.CoresIn(_seen[chip], _errorStates)))];
        if (failed.Length > 0)
            await FailAsync(CoreFailureReason.Failed, failed, [], cancellationToken).ConfigureAwait(false);

        CoreFailure[] silent = [.. answers.Failures.SelectMany(failure => _targets[failure.Core.Chip]
            .Select(core => new CoreLocation(failure.Core.Chip, (byte)core))
            .Select(core => new CoreFailure(core, StateOf(core), Error: failure.Error)))];
        if (silent.Length > 0 && !deadline.IsCancellationRequested)
            throw Failed(new CoreStateException(CoreFailureReason.Silent, _states, silent, _targets.CoreCount, Elapsed));

        if (silent.Length > 0)
        {
            HashSet<ChipLocation> unanswered = [.. answers.Failures.Select(static failure => failure.Core.Chip)];
            IEnumerable<CoreLocation> late = _targets.Chips.Where(chip => IsLate(chip) && !unanswered.Contains(chip)).SelectMany(LateCores);
            await FailAsync(CoreFailureReason.TimedOut, late, silent, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan TimeToLook()
    {
        if (_options.Timeout is not { } timeout)
            return Timeout.InfiniteTimeSpan;

        TimeSpan left = timeout - Elapsed;
        return left > TimeSpan.Zero ? left : s_timeOfLastLook;
    }

    private CoreStateException Failed(CoreStateException error)
    {
        MachineLog.WaitingFailed(_connections.Logger, error.Message);
        return error;
    }

    /// <param name="reason">Why it is over.</param>
    /// <param name="cores">The cores to report on.</param>
    /// <param name="silent">Those of chips that do not answer.</param>
    /// <param name="cancellationToken">Ends the reporting.</param>
    private async Task FailAsync(CoreFailureReason reason, IEnumerable<CoreLocation> cores, IEnumerable<CoreFailure> silent, CancellationToken cancellationToken)
    {
        CoreFailure[] failures = [.. cores.Select(core => new CoreFailure(core, StateOf(core)))];
        IReadOnlyList<CoreFailure> reports = await FailureReporter.ReportAsync(_connections, failures, _options.ReportedCores, _time, cancellationToken).ConfigureAwait(false);
        throw Failed(new CoreStateException(reason, _states, [.. reports, .. silent], _targets.CoreCount, Elapsed));
    }

    private CoreSet Reached(ChipLocation chip) =>
        _seen.TryGetValue(chip, out ChipSummaryInfo seen) ? CoreSet.FromMask(CoreQueries.CoresIn(seen, _states).Mask & _targets[chip].Mask) : default;

    private bool IsLate(ChipLocation chip) => Reached(chip) != _targets[chip];

    private IEnumerable<CoreLocation> LateCores(ChipLocation chip) => CoresOf(chip, CoreSet.FromMask(_targets[chip].Mask & ~Reached(chip).Mask));

    private CoreState? StateOf(CoreLocation core) => _seen.TryGetValue(core.Chip, out ChipSummaryInfo seen) ? seen.CoreStates[core.Core] : null;

    private IEnumerable<CoreLocation> CoresOf(ChipLocation chip, CoreSet cores) =>
        CoreSet.FromMask(cores.Mask & _targets[chip].Mask).Select(core => new CoreLocation(chip, (byte)core));
}
