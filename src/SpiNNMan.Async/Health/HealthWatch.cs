using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Health;

/// <summary>Looks at a whole machine again and again. Each board has a pace of its own, and a board that does not answer delays no other.</summary>
internal sealed class HealthWatch
{
    private readonly MachineConnections _connections;
    private readonly WatchOptions _options;
    private readonly BoardWatch[] _boards;
    private readonly BmpWatch? _bmps;
    private readonly ProblemBook _book;
    private bool _isFirst = true;

    private HealthWatch(MachineConnections connections, BmpController boards, WatchOptions options)
    {
        _connections = connections;
        _options = options;
        _boards = [.. connections.Machine.Chips.GroupBy(static chip => chip.NearestEthernet).Select(board => new BoardWatch(connections, board.Key, board, options))];
        _bmps = options.ReadsBoards && boards.HasBmps ? new BmpWatch(boards, connections.TimeProvider, options.Interval) : null;
        _book = new ProblemBook(options.MaxProblems);
    }

    private TimeProvider Time => _connections.TimeProvider;

    /// <summary>Looks until the caller has enough. No look begins while the caller does not ask for more.</summary>
    public static async IAsyncEnumerable<MachineHealth> RunAsync(
        MachineConnections connections, BmpController boards, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watch = new HealthWatch(connections, boards, options);
        TimeProvider time = connections.TimeProvider;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                connections.ThrowIfDisposed();
                cancellationToken.ThrowIfCancellationRequested();
                long start = time.GetTimestamp();
                await watch.LookAsync(start, stop.Token).ConfigureAwait(false);
                yield return watch.Sum();

                TimeSpan pause = watch.PauseAfter(start);
                if (pause > TimeSpan.Zero)
                    await Pause.ForAsync(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
            Cancel(stop);
            await Task.WhenAll(watch.Running()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Cancel(CancellationTokenSource source) => source.Cancel();

    private IEnumerable<Task> Running() => _boards.Select(static board => board.Running).Append(_bmps?.Running).OfType<Task>();

    /// <summary>Begins all looks that are due, and waits for them, but for no longer than an interval. Looks that take longer are taken note of later. The first ones are waited for in any case.</summary>
    private async Task LookAsync(long now, CancellationToken cancellationToken)
    {
        bool isFirst = _isFirst;
        _isFirst = false;
        foreach (BoardWatch board in _boards)
            board.BeginIfDue(now, cancellationToken);

        _bmps?.BeginIfDue(now, cancellationToken);
        Task all = Task.WhenAll(Running());
        if (isFirst)
        {
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (!all.IsCompleted)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task tooLong = Pause.ForAsync(_options.Interval, Time, limit.Token);
            await Task.WhenAny(all, tooLong).ConfigureAwait(false);
            Cancel(limit);
            await tooLong.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (BoardWatch board in _boards)
            await board.EndIfDoneAsync().ConfigureAwait(false);

        if (_bmps is not null)
            await _bmps.EndIfDoneAsync().ConfigureAwait(false);
    }

    /// <summary>The time until the next interval, or until a board is due, whichever is later. A look that runs is looked after at the next interval.</summary>
    private TimeSpan PauseAfter(long start)
    {
        long next = _boards.Min(board => board.Running is null ? board.Due : start);
        TimeSpan untilDue = Time.GetElapsedTime(Time.GetTimestamp(), next);
        TimeSpan untilInterval = _options.Interval - Time.GetElapsedTime(start);
        TimeSpan pause = untilDue > untilInterval ? untilDue : untilInterval;

        // Whole milliseconds, since a pause has no others: one that ends too early finds nothing due.
        return TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds));
    }

    private MachineHealth Sum()
    {
        DateTimeOffset now = Time.GetUtcNow();
        ImmutableArray<BoardHealth> boards = [.. _boards.Select(static board => board.Found.Board).Select(WithLocation)];
        ImmutableArray<ChipHealth> chips = [.. _boards.SelectMany(static board => board.Found.Chips).OrderBy(static chip => chip.Location.X).ThenBy(static chip => chip.Location.Y)];
        (ImmutableArray<HealthProblem> problems, int leftOut) = _book.Note(Find(boards, chips, now));
        return new MachineHealth(now, boards, chips) { Problems = problems, ProblemsLeftOut = leftOut, Readings = _bmps?.Readings ?? [] };
    }

    private BoardHealth WithLocation(BoardHealth board)
    {
        if (board.Address is null || _bmps?.Addresses is not { } addresses)
            return board;

        foreach (var known in addresses)
        {
            if (board.Address.Equals(known.Value.Board.IPAddress))
                return board with { Location = known.Board };
        }

        return board;
    }

    private IEnumerable<HealthProblem> Find(ImmutableArray<BoardHealth> boards, ImmutableArray<ChipHealth> chips, DateTimeOffset now)
    {
        HashSet<ChipLocation> silentBoards = [.. boards.Where(static board => board.IsSilent).Select(static board => board.Ethernet)];
        foreach (BoardHealth board in boards.Where(static board => board.IsSilent))
            yield return new HealthProblem(HealthProblemKind.BoardSilent, now, $"board {board.Address} at chip {board.Ethernet} does not answer") { Chip = board.Ethernet };

        // Its chips are well, or they have problems of their own.
        foreach (BoardHealth board in boards.Where(board => !board.IsSilent && _connections.For(board.Ethernet).Chip != board.Ethernet))
            yield return new HealthProblem(HealthProblemKind.BoardUnreachable, now, $"the board at chip {board.Ethernet} did not answer when the machine was opened, and is served over another") { Chip = board.Ethernet };

        foreach (ChipHealth chip in chips.Where(chip => !silentBoards.Contains(chip.Board)))
        {
            if (chip.IsSilent)
            {
                yield return new HealthProblem(HealthProblemKind.ChipSilent, now, $"chip {chip.Location} does not answer") { Chip = chip.Location };
                continue;
            }

            foreach (int core in chip.CoresInError)
                yield return Failed(chip, core, now);

            if (chip.DropsPerSecond is > 0 and { } drops)
            {
                yield return new HealthProblem(
                    HealthProblemKind.PacketsDropped, now, string.Create(CultureInfo.InvariantCulture, $"the router of chip {chip.Location} drops {drops:0.#} packets a second{DroppedPacket.Describe(chip.DroppedLinks, chip.IsDroppedForCores)}"))
                {
                    Chip = chip.Location,
                    Links = chip.DroppedLinks,
                };
            }

            if (chip.LostLocalPerSecond is > 0 and { } lost)
            {
                yield return new HealthProblem(
                    HealthProblemKind.LocalPacketsLost, now, string.Create(CultureInfo.InvariantCulture, $"the router of chip {chip.Location} loses {lost:0.#} packets a second of the chip's own cores"))
                {
                    Chip = chip.Location,
                };
            }
        }

        foreach (HealthProblem problem in _bmps is null ? [] : FindOnBoards(_bmps, now))
            yield return problem;
    }

    private static HealthProblem Failed(ChipHealth chip, int core, DateTimeOffset now)
    {
        bool hangs = chip.States[core] == CoreState.Watchdog;
        string of = chip.ApplicationIds.IsEmpty || chip.ApplicationIds[core] == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" of application {chip.ApplicationIds[core]}");
        return new HealthProblem(
            hangs ? HealthProblemKind.CoreHangs : HealthProblemKind.CoreFailed, now, $"core {new CoreLocation(chip.Location, core)}{of} {(hangs ? "hangs: its watchdog ran out" : "stopped with a run-time error")}")
        {
            Chip = chip.Location,
            Core = core,
        };
    }

    private static IEnumerable<HealthProblem> FindOnBoards(BmpWatch bmps, DateTimeOffset now)
    {
        foreach (var reading in bmps.Readings)
        {
            if ((reading.Value.Warnings | reading.Value.Shutdowns) != 0)
                yield return new HealthProblem(HealthProblemKind.BoardWarning, now, $"the BMP of board {reading.Board} warns of {WarningText.Of(reading.Value)}") { Board = reading.Board };
        }

        foreach (BoardFailure failure in bmps.Failures)
            yield return new HealthProblem(HealthProblemKind.BmpSilent, now, $"the BMP of board {failure.Board} does not answer") { Board = failure.Board };
    }
}
