using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>Asks chips over one connection for their summaries. Silent chips are asked again in turns, all of them together, and given up together.</summary>
/// <remarks>A chip is asked for a moment only, so that a dead chip takes no place that others need. The whole time that it is waited for is the time of the connection until a request is given up.</remarks>
internal sealed class ChipAsker
{
    /// <summary>How often a chip is asked whose answer makes no sense. An answer may have been damaged on the network.</summary>
    private const int MostMisunderstandings = 3;

    private const int AskedWhenQuiet = 2;

    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(400);

    private readonly ScampConnection _connection;
    private readonly int _workers;
    private readonly ChipBook _book;
    private readonly Lock _gate = new();
    private readonly Dictionary<ChipLocation, BoardInquiry> _boards = [];
    private TaskCompletionSource _added = new(TaskCreationOptions.None);
    private long _received;
    private long _receivedAt;

    /// <param name="connection">The connection.</param>
    /// <param name="workers">How many chips are asked at once.</param>
    /// <param name="book">The known answers of chips.</param>
    public ChipAsker(ScampConnection connection, int workers, ChipBook book)
    {
        _connection = connection;
        _workers = workers;
        _book = book;
        _received = -1;
        Attempt = ChipProbe.AttemptOf(connection.Settings);
        LookAtConnection();
    }

    /// <summary>How long one attempt takes.</summary>
    public TimeSpan Attempt { get; }

    /// <summary>Called once if nothing comes over the connection, with the chips that have not answered and since when. Other connections may reach them.</summary>
    public Action<IReadOnlyList<ChipLocation>, long>? Stalled { get; init; }

    /// <summary>If much is lost, the window is small. A chip whose request would wait for a place until its moment is over is not asked at all.</summary>
    private int WorkersNow => _connection.Statistics.Window is var window && window < _connection.Settings.MaxWindow ? Math.Clamp(window, 1, _workers) : _workers;

    private TimeProvider Time => _connection.Settings.TimeProvider;

    private TimeSpan Patience => _connection.Settings.GiveUpAfter;

    /// <summary>Gives it chips of a board to ask.</summary>
    /// <param name="board">The board.</param>
    /// <param name="chips">The chips.</param>
    /// <param name="isDoubtful">Whether there are reasons to believe that the whole board is dead.</param>
    /// <param name="since">Since when the board is waited for; now, if left out.</param>
    public void Add(ChipLocation board, IReadOnlyList<ChipLocation> chips, bool isDoubtful, long? since = null)
    {
        TaskCompletionSource added;
        lock (_gate)
        {
            if (!_boards.TryGetValue(board, out BoardInquiry? inquiry))
                _boards[board] = inquiry = new BoardInquiry(isDoubtful, since ?? Time.GetTimestamp());

            inquiry.Add(chips);
            (added, _added) = (_added, new TaskCompletionSource(TaskCreationOptions.None));
        }

        added.TrySetResult();
    }

    /// <summary>Asks until all chips have answered or been given up, and no more will come.</summary>
    /// <param name="more">Completes when no more chips are added.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpinnakerException">The board itself does not answer any more.</exception>
    public async Task RunAsync(Task more, CancellationToken cancellationToken)
    {
        TimeSpan pause = s_firstPause;
        bool stalled = false;
        while (true)
        {
            (int Index, (BoardInquiry Board, SilentChip Chip) Item)[] turn = NextTurn(out Task added);
            await BoundedFanOut.RunAsync(turn, WorkersNow, one => AskAsync(one.Item.Board, one.Item.Chip, one.Index, cancellationToken), cancellationToken).ConfigureAwait(false);

            // The last chips may all be dead. The inquiry knows whether it is the board.
            if ((stalled || !IsEmpty()) && IsQuietFor(Patience / 2))
            {
                bool isThere = await IsThereAsync(cancellationToken).ConfigureAwait(false);
                if (!isThere && IsQuietFor(Patience))
                    throw Silence();

                if (!isThere && !stalled)
                    Stalled?.Invoke(Left(), _receivedAt);

                stalled = !isThere;
            }

            GiveUp();
            if (HasFresh())
                continue;

            if (stalled || !IsEmpty())
            {
                await Pause.ForAsync(Min(pause, UntilNextGivenUp()), Time, cancellationToken).ConfigureAwait(false);
                pause = Min(pause * 2, s_longestPause);
            }
            else if (more.IsCompleted && IsEmpty())
            {
                return;
            }
            else
            {
                await Task.WhenAny(more, added).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private (int Index, (BoardInquiry Board, SilentChip Chip) Item)[] NextTurn(out Task added)
    {
        lock (_gate)
        {
            added = _added.Task;
            long now = Time.GetTimestamp();
            foreach (BoardInquiry board in _boards.Values)
                board.Drop(_book.IsDone);

            return [.. _boards.Values.SelectMany(board => board.NextTurn(now, _book.IsRemembered).Select(chip => (board, chip))).Index()];
        }
    }

    private async Task AskAsync(BoardInquiry board, SilentChip chip, int index, CancellationToken cancellationToken)
    {
        // Over a quiet connection, only a few chips are asked. They are enough to see that it is back.
        bool isAsked = index < AskedWhenQuiet || !IsQuietFor(Patience / 2);
        bool isDone = isAsked && await TryAskAsync(board, chip, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            if (isDone)
                board.Answer(Time.GetTimestamp());
            else
                board.Return(chip);
        }
    }

    /// <returns>Whether the chip answered.</returns>
    private async Task<bool> TryAskAsync(BoardInquiry board, SilentChip chip, CancellationToken cancellationToken)
    {
        chip.Ask(Time.GetTimestamp());
        using var attempt = new CancellationTokenSource(Min(Attempt, TimeLeft(board, chip)), Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, cancellationToken);
        try
        {
            if (await ReadAsync(chip, stop.Token).ConfigureAwait(false) is not { } reading)
            {
                chip.Refusals++;
                return false;
            }

            _book.Finish(reading);
            return true;
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (CallbackException)
        {
            // The code of a user, which was told that the chip had answered.
            throw;
        }
        catch (SpinnakerTimeoutException)
        {
            return false;
        }
        catch (InvalidPacketException) when (++chip.Misunderstandings < MostMisunderstandings)
        {
            return false;
        }
        catch (ScpResultException exception) when (exception.IsTransient)
        {
            chip.Refusals++;
            return false;
        }
        catch (SpinnakerException exception) when (exception is not SpinnakerConnectionException)
        {
            _book.Finish(new ChipReading(chip.Location, Summary: null, CoreMap: null, exception));
            return true;
        }
    }

    /// <summary>Asks a chip for its missing answers.</summary>
    /// <returns>Its summary; <see langword="null"/> if it does not answer, as another inquiry found.</returns>
    /// <remarks>A chip that gives its summary, but not the numbers of its cores, counts as a chip that answers.</remarks>
    private async Task<ChipReading?> ReadAsync(SilentChip chip, CancellationToken cancellationToken)
    {
        ChipReading reading = _book.Known(chip.Location);
        if (reading.Summary is null)
        {
            _book.CountRequest();
            if (await _connection.ExecuteAsync<ChipProbe, ChipSummaryInfo?>(new ChipProbe(chip.Location), cancellationToken).ConfigureAwait(false) is not { } summary)
                return null;

            if (summary.Chip != chip.Location)
                throw new InvalidPacketException(PacketError.BadValue(nameof(ChipSummaryInfo), 0, $"chip {summary.Chip} answered"), $"The summary of chip {chip.Location}");

            reading = reading with { Summary = summary, Error = null };
            _book.Keep(reading);
        }

        if (!_book.WantsCoreMaps || reading.CoreMap is not null)
            return reading;

        _book.CountRequest();
        return reading with { CoreMap = await ReadCoreMapAsync(chip.Location, cancellationToken).ConfigureAwait(false) };
    }

    private async Task<CoreMap?> ReadCoreMapAsync(ChipLocation chip, CancellationToken cancellationToken)
    {
        try
        {
            uint address = SystemVariable.VirtualToPhysicalCores.Address;
            byte[] table = await _connection.ExecuteAsync<ReadMemory, byte[]>(
                new ReadMemory(chip.Monitor, address, SystemVariable.VirtualToPhysicalCores.Size), cancellationToken).ConfigureAwait(false);
            return CoreMap.TryParse(table, out CoreMap map, out _) ? map : null;
        }
        catch (SpinnakerException exception) when (exception is ScpResultException { IsTransient: false } or InvalidPacketException)
        {
            return null;
        }
    }

    /// <summary>Whether the board answers. If no other path leads to the board, silence is an error.</summary>
    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        using var attempt = new CancellationTokenSource(Stalled is null ? Timeout.InfiniteTimeSpan : Attempt, Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, cancellationToken);
        _book.CountRequest();
        try
        {
            await _connection.ExecuteAsync<GetChipInfo, ChipSummaryInfo>(new GetChipInfo(_connection.Chip), stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (SpinnakerTimeoutException) when (Stalled is not null)
        {
            return false;
        }
        catch (SpinnakerException exception) when (exception is ScpResultException or InvalidPacketException)
        {
            return true;
        }
    }

    private void GiveUp()
    {
        var over = new List<SilentChip>();
        long now = Time.GetTimestamp();
        lock (_gate)
        {
            foreach (BoardInquiry board in _boards.Values)
                over.AddRange(board.TakeGivenUp(since => Time.GetElapsedTime(since, now) >= Patience, _book.IsRemembered));
        }

        foreach (SilentChip chip in over)
            _book.GiveUp(chip.Location, chip.ToError(Time.GetElapsedTime(chip.FirstAsked, now), _book.IsRemembered(chip.Location)));
    }

    /// <summary>How long a chip is still waited for. A chip that is known to be silent may be asked once.</summary>
    private TimeSpan TimeLeft(BoardInquiry board, SilentChip chip)
    {
        TimeSpan left;
        lock (_gate)
            left = Patience - Time.GetElapsedTime(board.IsDoubtful ? board.Since : Math.Max(board.Since, chip.FirstAsked));

        return left > s_least ? left : s_least;
    }

    private TimeSpan UntilNextGivenUp()
    {
        lock (_gate)
        {
            return _boards.Values.SelectMany(board => board.Silent.Select(chip => TimeLeft(board, chip))).DefaultIfEmpty(s_longestPause).Min();
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private SpinnakerTimeoutException Silence() =>
        new($"{_connection.RemoteIPAddress} has not answered for {Time.GetElapsedTime(_receivedAt).TotalSeconds:0.0} s.") { Elapsed = Time.GetElapsedTime(_receivedAt) };

    private bool HasFresh()
    {
        lock (_gate)
            return _boards.Values.Any(static board => board.HasFresh);
    }

    private bool IsEmpty()
    {
        lock (_gate)
            return _boards.Values.All(static board => board.IsEmpty);
    }

    private ChipLocation[] Left()
    {
        lock (_gate)
            return [.. _boards.Values.SelectMany(static board => board.Silent.Select(static chip => chip.Location).Concat(board.Open))];
    }

    private bool IsQuietFor(TimeSpan time)
    {
        LookAtConnection();
        lock (_gate)
            return Time.GetElapsedTime(_receivedAt) >= time;
    }

    /// <summary>Looks whether anything came since the last look.</summary>
    private void LookAtConnection()
    {
        lock (_gate)
        {
            long received = _connection.Statistics.DatagramsReceived;
            if (received == _received)
                return;

            _received = received;
            _receivedAt = Time.GetTimestamp();
        }
    }
}
