using System.Collections.Concurrent;
using System.Globalization;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Access;

/// <summary>Asks chips of one board, of which some seem to be dead, until they answer. All silent ones are waited for together.</summary>
/// <remarks>A chip is asked for a moment and then makes room for the next, so dead chips never take the places of the board for long.</remarks>
internal sealed class DoubtfulChips
{
    /// <summary>How often a chip is asked at the least. One datagram may be lost.</summary>
    private const int LeastTries = 3;

    /// <summary>If there are more chips than can be asked that often in time, they are given up after so many times the patience.</summary>
    private const int MostPatience = 2;

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(800);

    private readonly ScampConnection _connection;
    private readonly SilenceWatch _board;
    private readonly ConcurrentDictionary<ChipLocation, RunOnce> _asking = new();
    private readonly AsyncGate _places;
    private readonly TimeSpan _attempt;
    private RunOnce _askingBoard = new();

    /// <param name="connection">The connection to the board.</param>
    /// <param name="board">Watches whether the whole board is silent.</param>
    public DoubtfulChips(ScampConnection connection, SilenceWatch board)
    {
        _connection = connection;
        _board = board;

        // Requests to chips that answer need places too.
        int window = Math.Clamp(connection.Statistics.Window, 1, BoundedFanOut.PlacesOfBoard);
        _places = new AsyncGate(inline: !connection.Settings.RunContinuationsAsynchronously, Math.Max(Math.Min(window, 2), window * 3 / 4));
        _attempt = AttemptOf(connection);
        _ = AskBoardAsync();
    }

    private TimeProvider Time => _connection.Settings.TimeProvider;

    private TimeSpan Patience => _connection.Settings.GiveUpAfter;

    /// <summary>Waits until a chip answers.</summary>
    /// <exception cref="SpinnakerException">It did not answer in time.</exception>
    public Task WaitForAsync(ChipLocation chip) => _asking.GetOrAdd(chip, static _ => new RunOnce()).RunAsync(() => AskAsync(chip));

    /// <summary>Waits until nothing is asked here any more.</summary>
    public async Task FinishAsync()
    {
        RunOnce asking = Volatile.Read(ref _askingBoard);
        if (asking.HasBegun)
            await asking.RunAsync(static () => Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>How long an attempt takes: a little less than the first timeout. So a dead chip does not count as a loss, for which the window would become smaller.</summary>
    private static TimeSpan AttemptOf(ScampConnection connection)
    {
        TimeSpan usual = connection.Settings.InitialTimeout * 0.9;
        TimeSpan slow = (connection.Statistics.RoundTrip ?? TimeSpan.Zero) * 4;
        TimeSpan most = ChipProbe.AttemptOf(connection.Settings);
        return Min(usual > slow ? usual : slow, most);
    }

    private async Task AskAsync(ChipLocation chip)
    {
        var asked = new SilentChip(chip, Time.GetTimestamp());
        TimeSpan pause = s_firstPause;
        while (!await TryAsync(asked).ConfigureAwait(false))
        {
            Task asking = _board.Quiet >= Patience / 2 ? AskBoardAsync() : Task.CompletedTask;
            TimeSpan elapsed = Time.GetElapsedTime(asked.FirstAsked);
            if (asked.Tries >= LeastTries ? elapsed >= Patience : asked.Tries > 0 && elapsed >= Patience * MostPatience)
            {
                await asking.ConfigureAwait(false);
                _board.Token.ThrowIfCancellationRequested();
                throw asked.ToError(elapsed, wasRemembered: false);
            }

            // The last try comes when the time is up, and no later.
            TimeSpan left = Patience - elapsed;
            await Pause.ForAsync(left > s_shortestPause && left < pause ? left : pause, Time, _board.Token).ConfigureAwait(false);
            pause = Min(pause * 2, s_longestPause);
        }
    }

    /// <returns>Whether the chip answered.</returns>
    private async Task<bool> TryAsync(SilentChip chip)
    {
        await _places.EnterAsync(_board.Token).ConfigureAwait(false);
        try
        {
            return await TryNowAsync(chip).ConfigureAwait(false);
        }
        finally
        {
            _places.Leave();
        }
    }

    private async Task<bool> TryNowAsync(SilentChip chip)
    {
        long sent = _connection.Statistics.DatagramsSent;
        long start = Time.GetTimestamp();
        using var attempt = new CancellationTokenSource(_attempt, Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, _board.Token);
        try
        {
            if (await _connection.ExecuteAsync<ChipProbe, ChipSummaryInfo?>(new ChipProbe(chip.Location), stop.Token).ConfigureAwait(false) is not null)
                return true;

            chip.Ask(start);
            chip.Refusals++;
            return false;
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested && !_board.Token.IsCancellationRequested)
        {
            // If nothing was sent meanwhile, requests of others have all places, and this chip was not asked.
            if (_connection.Statistics.DatagramsSent > sent)
                chip.Ask(start);

            return false;
        }
        catch (SpinnakerTimeoutException)
        {
            chip.Ask(start);
            return false;
        }
        catch (SpinnakerException exception) when (exception is ScpResultException or InvalidPacketException)
        {
            // It answers. What is done to it will show the error.
            return true;
        }
    }

    /// <summary>Asks the chip of the board, with all of its time, unless that is done now: all chips that are left may be dead. If it is silent, the connection gives up the board too.</summary>
    private Task AskBoardAsync()
    {
        RunOnce asking = Volatile.Read(ref _askingBoard);
        return asking.RunAsync(AskAsync);

        async Task AskAsync()
        {
            try
            {
                ChipSummaryInfo? summary = await ChipProbe.TryAsync(_connection, _connection.Chip, Timeout.InfiniteTimeSpan, _board.Token).ConfigureAwait(false);
                if (summary is null)
                    _board.Count(SilenceOfBoard());
            }
            finally
            {
                Interlocked.CompareExchange(ref _askingBoard, new RunOnce(), asking);
            }
        }
    }

    private SpinnakerTimeoutException SilenceOfBoard() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"No reply from {_connection.RemoteIPAddress}:{_connection.RemotePort}: nothing has come for {_board.Quiet.TotalSeconds:0.0} s. Is the board switched on and booted?"))
    { Elapsed = _board.Quiet };

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
