using System.Globalization;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Finds out, before many requests to one board, which of its silent chips answer again. Each is asked once, for a moment. Chips that are still silent are not waited for.</summary>
internal sealed class ReturnWatch
{
    private readonly ScampConnection _connection;
    private readonly SilentParts _silent;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<ChipLocation, RunOnce> _asking;
    private readonly AsyncGate _places;
    private readonly TimeSpan _attempt;
    private readonly Task _askingBoard;
    private readonly long _receivedBefore;
    private readonly long _start;

    private ReturnWatch(ScampConnection connection, SilentParts silent, IReadOnlyList<ChipLocation> chips, CancellationToken cancellationToken)
    {
        _connection = connection;
        _silent = silent;
        _cancellationToken = cancellationToken;
        _attempt = ChipProbe.AttemptOf(connection.Settings);
        _receivedBefore = Received;
        _start = Time.GetTimestamp();

        // A chip whose request would wait for a place in the window until its moment is over is not asked yet.
        int places = Math.Clamp(connection.Statistics.Window is var window and > 0 ? window : 1, 1, BoundedFanOut.PlacesOfBoard);
        _places = new AsyncGate(inline: !connection.Settings.RunContinuationsAsynchronously, places);
        _asking = chips.ToDictionary(static chip => chip, static _ => new RunOnce());

        // Where not all can be asked together, the board is asked as well: if it is dead, it is not waited for turn after turn.
        _askingBoard = chips.Count > places ? AskBoardAsync() : Task.CompletedTask;
    }

    private TimeProvider Time => _connection.Settings.TimeProvider;

    private long Received => _connection.Statistics.DatagramsReceived;

    /// <summary>Makes it of those chips that were silent before.</summary>
    /// <returns><see langword="null"/> if there are none.</returns>
    public static ReturnWatch? Of(MachineConnections connections, ScampConnection connection, IEnumerable<ChipLocation> chips, CancellationToken cancellationToken)
    {
        SilentParts silent = connections.Silent;
        if (!silent.HasChips || connections.WaitsForSilentParts)
            return null;

        ChipLocation[] doubtful = [.. chips.Distinct().Where(silent.Contains)];
        return doubtful.Length == 0 ? null : new ReturnWatch(connection, silent, doubtful, cancellationToken);
    }

    /// <summary>Whether a chip was silent before.</summary>
    public bool Doubts(ChipLocation chip) => _asking.ContainsKey(chip);

    /// <summary>Waits until it is known whether a chip is back, if it was silent before.</summary>
    /// <exception cref="SpinnakerException">It is still silent.</exception>
    public Task WaitForAsync(ChipLocation chip) => _asking.TryGetValue(chip, out RunOnce? asking) ? asking.RunAsync(() => AskAsync(chip)) : Task.CompletedTask;

    /// <summary>Waits until nothing is asked here any more.</summary>
    public Task FinishAsync() => _askingBoard;

    private async Task AskAsync(ChipLocation chip)
    {
        await _places.EnterAsync(_cancellationToken).ConfigureAwait(false);
        try
        {
            // One chip is always asked. It is proof enough that the others did not answer in the time that one is given.
            bool isOutOfTime = Time.GetElapsedTime(_start) >= _connection.Settings.GiveUpAfter;

            // If the whole board is silent, its chips are not asked one by one.
            bool isBoardSilent = _askingBoard.IsCompleted && Received == _receivedBefore && Time.GetElapsedTime(_start) >= _attempt;
            if (isOutOfTime || isBoardSilent)
                throw NotAsked(chip);

            long asked = Time.GetTimestamp();
            if (await ChipProbe.TryAsync(_connection, chip, _attempt, _cancellationToken).ConfigureAwait(false) is null)
                throw StillSilent(chip, Time.GetElapsedTime(asked));

            _silent.Note(chip, answered: true);
        }
        finally
        {
            _places.Leave();
        }
    }

    private async Task AskBoardAsync()
    {
        Task asking = ChipProbe.TryAsync(_connection, _connection.Chip, _attempt, _cancellationToken);
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static SpinnakerTimeoutException StillSilent(ChipLocation chip, TimeSpan elapsed) => new(string.Create(
        CultureInfo.InvariantCulture, $"No reply from chip {chip}, which was silent before, in {elapsed.TotalSeconds:0.###} s. {Advice}"))
    { Attempts = 1, Elapsed = elapsed };

    private static SpinnakerTimeoutException NotAsked(ChipLocation chip) => new($"Chip {chip} was silent before, and all chips that were asked together with it are silent now. {Advice}");

    private const string Advice = "Transceiver.ForgetSilentParts gives it the full time again.";
}
