using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Applications;

/// <summary>Finds out which cores have an application that was loaded: by counting, which is cheap, and core by core where the count is not right.</summary>
internal sealed class LoadCheck(MachineConnections connections, StateCounter counter, byte applicationId, TimeProvider time)
{
    private const int LooksAtStartingCores = 100;
    private static readonly TimeSpan s_startingPause = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<ScampConnection, int> _expected = [];

    /// <summary>Adds cores that should have it from now on.</summary>
    public void Expect(CoreTargets targets)
    {
        foreach (ChipLocation chip in targets.Chips)
            _expected[connections.For(chip)] = _expected.GetValueOrDefault(connections.For(chip)) + targets[chip].Count;
    }

    /// <summary>Looks at cores.</summary>
    /// <param name="targets">The cores.</param>
    /// <param name="sending">The failures of loading. Their chips are asked too, unless their board is silent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<LoadFindings> FindMissingAsync(CoreTargets targets, IReadOnlyList<MachineFailure> sending, CancellationToken cancellationToken)
    {
        var errors = sending.ToDictionary(static failure => failure.Core.Chip, static failure => failure.Error);
        HashSet<ScampConnection> silent = [.. targets.Chips
            .GroupBy(connections.For)
            .Where(board => board.All(chip => errors.GetValueOrDefault(chip) is SpinnakerTimeoutException or SpinnakerConnectionException))
            .Select(static board => board.Key)];
        var lost = new List<MachineFailure>();
        foreach (ChipLocation chip in targets.Chips.Where(chip => silent.Contains(connections.For(chip))))
            LoseChip(lost, chip, targets, errors[chip]);

        HashSet<ScampConnection> right = await FindRightBoardsAsync(targets, silent, cancellationToken).ConfigureAwait(false);
        ChipLocation[] doubtful = [.. targets.Chips.Where(chip => !silent.Contains(connections.For(chip)) && !right.Contains(connections.For(chip)))];
        return await LookAtAsync(CoreTargets.Of(doubtful.Select(chip => (chip, targets[chip]))), lost, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The boards that have as many cores waiting as they should.</summary>
    private async Task<HashSet<ScampConnection>> FindRightBoardsAsync(CoreTargets targets, HashSet<ScampConnection> silent, CancellationToken cancellationToken)
    {
        // Only the chip with the Ethernet counts all of its board; and where the machine is counted as a whole, all of it must be right.
        ScampConnection[] boards = [.. targets.Chips
            .GroupBy(connections.For)
            .Where(board => !silent.Contains(board.Key) && board.All(chip => connections.Machine[chip].NearestEthernet == board.Key.Chip))
            .Select(static board => board.Key)];
        if (boards.Length == 0)
            return [];

        FanOutResult<StateCount> counts = await counter.CountAsync(applicationId, [CoreState.Ready], [.. boards.Select(static board => board.Chip)], cancellationToken).ConfigureAwait(false);
        if (!counter.CountsByBoard)
            return counts.Failures.Count == 0 && counts.Results[0].Count == _expected.Values.Sum() ? [.. boards] : [];

        HashSet<ChipLocation> failed = [.. counts.Failures.Select(static failure => failure.Core.Chip)];
        return [.. boards.Where((board, index) => !failed.Contains(board.Chip) && counts.Results[index] is { IsComplete: true } count && count.Count == _expected[board])];
    }

    private async Task<LoadFindings> LookAtAsync(CoreTargets doubtful, List<MachineFailure> lost, CancellationToken cancellationToken)
    {
        var statuses = new Dictionary<CoreLocation, CoreStatus>();
        var open = doubtful;
        for (int look = 1; open.CoreCount > 0; look++)
        {
            FanOutResult<IReadOnlyList<CoreStatus>> read = await CoreQueries.ReadStatusAsync(connections, open, cancellationToken).ConfigureAwait(false);
            foreach (MachineFailure failure in read.Failures)
                LoseChip(lost, failure.Core.Chip, open, failure.Error);

            CoreStatus[] found = [.. read.Values.SelectMany(static chip => chip)];
            foreach (CoreStatus status in found)
                statuses[status.Core] = status;

            open = CoreTargets.Of(found.Where(IsStarting).Select(static status => status.Core));
            if (look == LooksAtStartingCores)
                break;

            if (open.CoreCount > 0)
                await Pause.ForAsync(s_startingPause, time, cancellationToken).ConfigureAwait(false);
        }

        foreach (CoreStatus status in statuses.Values.Where(IsBroken))
            lost.Add(new MachineFailure(status.Core, new SpinnakerException(DescribeBroken(status))));

        return new LoadFindings(CoreTargets.Of(statuses.Values.Where(status => !HasIt(status) && !IsBroken(status)).Select(static status => status.Core)), lost, statuses);
    }

    private bool HasIt(CoreStatus status) => status.ApplicationId == applicationId && status.State is CoreState.Ready;

    private bool IsStarting(CoreStatus status) => status.ApplicationId == applicationId && status.State is CoreState.Initialising or CoreState.CMain;

    private bool IsBroken(CoreStatus status) => status.ApplicationId == applicationId && status.State is CoreState.RunTimeException or CoreState.Watchdog;

    private static string DescribeBroken(CoreStatus status) => status.State is CoreState.Watchdog
        ? "The application hung before it waited for the start signal, and the watchdog stopped it."
        : string.Create(CultureInfo.InvariantCulture, $"The application stopped with run-time error {status.Error} before it waited for the start signal. Is it built for the version of the monitors?");

    private static void LoseChip(List<MachineFailure> lost, ChipLocation chip, CoreTargets targets, SpinnakerException error) =>
        lost.AddRange(targets[chip].Select(core => new MachineFailure(new CoreLocation(chip, (byte)core), error)));
}
