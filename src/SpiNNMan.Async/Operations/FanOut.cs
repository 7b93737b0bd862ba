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
    /// <param name="act">Does it to one item, over the connection of its board. It must end when its token is cancelled.</param>
    /// <param name="done">Told how many items are done, failed ones included.</param>
    /// <param name="cancellationToken">Ends it; what is under way is waited for.</param>
    /// <param name="deadline">When it is cancelled, what is not done yet has failed.</param>
    /// <returns>A result for each item, in their order, and the failures in the same order. A board that stopped answering fails its remaining items at once.</returns>
    public static async Task<FanOutResult<TResult>> RunAsync<TItem, TResult>(
        MachineConnections connections,
        IReadOnlyList<TItem> items,
        Func<TItem, CoreLocation> where,
        Func<ScampConnection, TItem, CancellationToken, Task<TResult>> act,
        IProgress<int>? done = null,
        CancellationToken cancellationToken = default,
        CancellationToken deadline = default)
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

        return FanOutResult<TResult>.Of(results, errors, index => where(items[index]));

        async Task RunBoardAsync(ScampConnection connection, int[] indices)
        {
            using var watch = new SilenceWatch(connection, cancellationToken, deadline);
            int next = -1;
            await Task.WhenAll(Enumerable.Range(0, Math.Min(ItemsPerBoard, indices.Length)).Select(_ => WorkAsync())).ConfigureAwait(false);

            async Task WorkAsync()
            {
                for (int taken = Interlocked.Increment(ref next); taken < indices.Length; taken = Interlocked.Increment(ref next))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await TryAsync(connection, watch, indices[taken]).ConfigureAwait(false);
                    done?.Report(Interlocked.Increment(ref finished));
                }
            }
        }

        async Task TryAsync(ScampConnection connection, SilenceWatch watch, int index)
        {
            try
            {
                watch.Token.ThrowIfCancellationRequested();
                results[index] = await act(connection, items[index], watch.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (watch.IsSilent && !cancellationToken.IsCancellationRequested)
            {
                // It would have waited for a silent board as long as the others did, one after the other.
                errors[index] = watch.GiveUp(where(items[index]));
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                errors[index] = new SpinnakerTimeoutException($"{MachineFailure.NameOf(where(items[index]))} had not answered when the time was up.");
            }
            catch (SpinnakerException exception)
            {
                errors[index] = exception;
                watch.Count(exception);
            }
        }
    }
}
