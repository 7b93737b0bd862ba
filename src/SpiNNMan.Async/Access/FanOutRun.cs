using System.Diagnostics;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Transfers;

namespace SpiNNMan.Async.Access;

/// <summary>One thing done to many items, which it knows by their numbers: see <see cref="FanOut"/>.</summary>
internal sealed class FanOutRun(
    MachineConnections connections,
    int count,
    Func<int, CoreLocation> placeOf,
    Func<ScampConnection, int, CancellationToken, Task> act,
    IProgress<int>? done,
    CancellationToken cancellationToken,
    CancellationToken deadline)
{
    /// <summary>How many items of one board are done at a time. The window of the board bounds their requests.</summary>
    private const int ItemsPerBoard = 32;

    private readonly SpinnakerException?[] _errors = new SpinnakerException?[count];
    private int _finished;

    /// <summary>Does it to every item.</summary>
    /// <returns>The error of each item; <see langword="null"/> for those that did not fail.</returns>
    public async Task<SpinnakerException?[]> RunAsync()
    {
        IEnumerable<Task> boards = Enumerable.Range(0, count)
            .GroupBy(index => connections.For(placeOf(index).Chip))
            .Select(board => RunBoardAsync(board.Key, [.. board]));
        try
        {
            await Task.WhenAll(boards).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // Operations that ran may have ended by a token of their own.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        return _errors;
    }

    private async Task RunBoardAsync(ScampConnection connection, int[] indices)
    {
        using Activity? activity = Verb.StartBoard(Verb.BoardName, connection.RemoteIPAddress?.ToString(), connection.RemotePort, indices.Length);
        using var board = new SilenceWatch(connection, cancellationToken, deadline);
        using var cores = new CoreWatches(indices.Select(placeOf), board.Token);
        var back = ReturnWatch.Of(connections, connection, indices.Select(index => placeOf(index).Chip), board.Token);

        // Nothing waits for chips that were silent before.
        if (back is not null)
            indices = [.. indices.OrderBy(index => back.Doubts(placeOf(index).Chip))];

        await BoundedFanOut.RunAsync(indices.Length, ItemsPerBoard, DoAsync, cancellationToken).ConfigureAwait(false);
        if (back is not null)
            await back.FinishAsync().ConfigureAwait(false);

        Verb.EndBoard(activity, indices.Count(index => _errors[index] is not null));

        async Task DoAsync(int number, CancellationToken stop)
        {
            await TryAsync(connection, board, back, cores.Of(placeOf(indices[number])), indices[number]).ConfigureAwait(false);
            done.Tell(Interlocked.Increment(ref _finished));
        }
    }

    private async Task TryAsync(ScampConnection connection, SilenceWatch board, ReturnWatch? back, CoreWatch? core, int index)
    {
        int before = core?.Successes ?? 0;
        CancellationToken stop = core?.Token ?? board.Token;
        try
        {
            stop.ThrowIfCancellationRequested();
            if (back is not null)
                await back.WaitForAsync(placeOf(index).Chip).ConfigureAwait(false);

            await act(connection, index, stop).ConfigureAwait(false);
            core?.CountSuccess();
            connections.Silent.NoteSuccess(placeOf(index).Chip);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && stop.IsCancellationRequested)
        {
            // It would have waited as long as the items before it did, one after the other.
            if (board.IsSilent)
                connections.Silent.Note(placeOf(index).Chip, answered: false);

            _errors[index] = board.IsSilent ? board.GiveUp(placeOf(index)) : core?.IsSilent == true ? core.GiveUp() : OutOfTime(placeOf(index));
        }
        catch (SpinnakerException exception) when (exception is not CallbackException)
        {
            _errors[index] = exception;
            connections.Silent.NoteFailure(placeOf(index).Chip, exception);
            board.Count(exception);
            core?.Count(exception, before);
        }
    }

    private static SpinnakerTimeoutException OutOfTime(CoreLocation place) => new($"{MachineFailure.NameOf(place)} had not answered when the time was up.");
}
