using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Applications;

/// <summary>Writes an image once to each board, and spreads it there from chip to chip; all boards at once.</summary>
internal static class CopyRunSpread
{
    public static async Task<IReadOnlyList<MachineFailure>> RunAsync(
        MachineConnections connections, ChipLoad load, CoreTargets targets, IProgress<int>? done, CancellationToken cancellationToken)
    {
        int finished = 0;
        IEnumerable<Task<IReadOnlyList<MachineFailure>>> boards = targets.Chips
            .GroupBy(connections.For)
            .Select(board => RunBoardAsync(board.Key, CoreTargets.Of(board.Select(chip => (chip, targets[chip])))));
        try
        {
            IReadOnlyList<MachineFailure>[] failures = await Task.WhenAll(boards).ConfigureAwait(false);
            return [.. failures.SelectMany(static board => board)];
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // The operations that ran ended by a token of their own.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        async Task<IReadOnlyList<MachineFailure>> RunBoardAsync(ScampConnection connection, CoreTargets board)
        {
            using var spread = new BoardSpread(connections, connection, load, board, Count, cancellationToken);
            return await spread.RunAsync().ConfigureAwait(false);
        }

        void Count() => done.Tell(Interlocked.Increment(ref finished));
    }
}
