namespace SpiNNMan.Async.Access;

/// <summary>Runs many operations, a bounded number at a time. The first error ends all, after the operations that run have ended.</summary>
internal static class BoundedFanOut
{
    /// <summary>As many as one board answers at a time.</summary>
    public const int PlacesOfBoard = 8;

    /// <summary>Does something for every number below <paramref name="count"/>, all at once.</summary>
    public static Task RunAsync(int count, Func<int, CancellationToken, Task> act, CancellationToken cancellationToken) => RunAsync(count, count, act, cancellationToken);

    /// <summary>Does something to every item.</summary>
    public static Task RunAsync<TItem>(IReadOnlyList<TItem> items, int places, Func<TItem, Task> act, CancellationToken cancellationToken) =>
        RunAsync(items.Count, places, (index, _) => act(items[index]), cancellationToken);

    /// <summary>Does something for every number below <paramref name="count"/>, in rising order.</summary>
    /// <param name="count">How many.</param>
    /// <param name="places">How many operations run at a time.</param>
    /// <param name="act">Does it for one. Its token is cancelled when another has failed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(int count, int places, Func<int, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int next = -1;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(count, places)).Select(_ => WorkAsync())).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // Operations that ran may have ended by a token of their own.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        async Task WorkAsync()
        {
            for (int index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
            {
                stop.Token.ThrowIfCancellationRequested();
                try
                {
                    await act(index, stop.Token).ConfigureAwait(false);
                }
                catch
                {
                    Stop();
                    throw;
                }
            }
        }

        void Stop() => stop.Cancel();
    }
}
