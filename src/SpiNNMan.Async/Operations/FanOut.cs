using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>Does one thing to many chips or cores: on all boards at once, on each board with a bounded number under way, whatever fails elsewhere.</summary>
internal static class FanOut
{
    /// <summary>How many items of one board are under way at once. Its window says how many of their requests are.</summary>
    public const int ItemsPerBoard = 32;

    /// <summary>Does it to every item.</summary>
    /// <param name="connections">The machine's connections.</param>
    /// <param name="items">What it is done to.</param>
    /// <param name="where">The core, or the monitor of the chip, that an item is about.</param>
    /// <param name="act">Does it to one item, over the connection of its board.</param>
    /// <param name="done">Told how many items are done, failed ones included.</param>
    /// <param name="cancellationToken">Ends it; what is under way is waited for.</param>
    /// <returns>A result for each item, in their order, and the failures in the same order. A board that stopped answering fails its remaining items at once.</returns>
    public static async Task<FanOutResult<TResult>> RunAsync<TItem, TResult>(
        MachineConnections connections,
        IReadOnlyList<TItem> items,
        Func<TItem, CoreLocation> where,
        Func<ScampConnection, TItem, CancellationToken, Task<TResult>> act,
        IProgress<int>? done = null,
        CancellationToken cancellationToken = default)
    {
        var results = new TResult?[items.Count];
        var errors = new SpinnakerException?[items.Count];
        int finished = 0;
        IEnumerable<Task> boards = Enumerable.Range(0, items.Count)
            .GroupBy(index => connections.For(where(items[index]).Chip))
            .Select(board => RunBoardAsync(board.Key, [.. board]));
        try
        {
            await Task.WhenAll(boards).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever was under way may have ended by a token of its own.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        return new FanOutResult<TResult>(
            results,
            [.. Enumerable.Range(0, items.Count)
                .Where(index => errors[index] is not null)
                .Select(index => new MachineFailure(where(items[index]), errors[index]!))]);

        async Task RunBoardAsync(ScampConnection connection, int[] indices)
        {
            using var board = new BoardRun(indices, cancellationToken);
            await Task.WhenAll(Enumerable.Range(0, Math.Min(ItemsPerBoard, indices.Length)).Select(_ => WorkAsync(connection, board))).ConfigureAwait(false);
        }

        async Task WorkAsync(ScampConnection connection, BoardRun board)
        {
            while (board.TryTake(out int index))
            {
                cancellationToken.ThrowIfCancellationRequested();
                errors[index] = board.Dead;
                if (board.Dead is null)
                {
                    int successes = board.Successes;
                    try
                    {
                        results[index] = await act(connection, items[index], board.Token).ConfigureAwait(false);
                        board.CountSuccess();
                    }
                    catch (OperationCanceledException) when (board.Dead is not null && !cancellationToken.IsCancellationRequested)
                    {
                        // It would have waited for a silent board as long as the others did, one after the other.
                        errors[index] = board.Dead;
                    }
                    catch (SpinnakerException exception)
                    {
                        errors[index] = exception;
                        board.CountFailure(exception, successes);
                    }
                }

                done?.Report(Interlocked.Increment(ref finished));
            }
        }
    }

    /// <summary>What the workers of one board share.</summary>
    private sealed class BoardRun(int[] indices, CancellationToken cancellationToken) : IDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        private int _next = -1;
        private int _successes;
        private SpinnakerException? _dead;

        /// <summary>Cancelled by the caller, or when it is not worth trying any more.</summary>
        public CancellationToken Token => _stop.Token;

        public int Successes => Volatile.Read(ref _successes);

        /// <summary>Why it is not worth trying the rest.</summary>
        public SpinnakerException? Dead => Volatile.Read(ref _dead);

        public bool TryTake(out int index)
        {
            int next = Interlocked.Increment(ref _next);
            index = next < indices.Length ? indices[next] : -1;
            return index >= 0;
        }

        public void CountSuccess() => Interlocked.Increment(ref _successes);

        /// <summary>Nothing at all was answered while one item was tried until its time was up: then the board is silent, and not just a chip.</summary>
        public void CountFailure(SpinnakerException exception, int successesBefore)
        {
            if ((exception is SpinnakerConnectionException || (exception is SpinnakerTimeoutException && Successes == successesBefore))
                && Interlocked.CompareExchange(ref _dead, exception, null) is null)
            {
                _stop.Cancel();
            }
        }

        public void Dispose() => _stop.Dispose();
    }
}
