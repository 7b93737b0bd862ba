using System.Diagnostics;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>One thing done to many items, which it knows by their numbers: see <see cref="FanOut"/>.</summary>
internal sealed class FanOutRun(
    MachineConnections connections,
    int count,
    Func<int, CoreLocation> placeOf,
    Func<ScampConnection, int, CancellationToken, Task> act,
    IProgress<int>? done,
    bool isRepeatable,
    CancellationToken cancellationToken,
    CancellationToken deadline)
{
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
        var work = new BoardWork(
            indices, placeOf, (index, stop) => act(connection, index, stop), (index, error) => _errors[index] = error, () => done.Tell(Interlocked.Increment(ref _finished)), isRepeatable);
        using var board = new FanOutOfBoard(connections, connection, work, cancellationToken, deadline);
        await board.RunAsync().ConfigureAwait(false);
        Verb.EndBoard(activity, indices.Count(index => _errors[index] is not null));
    }
}
