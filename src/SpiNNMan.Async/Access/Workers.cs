namespace SpiNNMan.Async.Access;

/// <summary>Does one thing to many items, a bounded number at a time.</summary>
internal static class Workers
{
    /// <summary>Does it to every item. The first failure ends it; what is under way is waited for.</summary>
    /// <param name="items">The items.</param>
    /// <param name="workers">How many are under way at once.</param>
    /// <param name="act">Does it to one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync<TItem>(IReadOnlyList<TItem> items, int workers, Func<TItem, Task> act, CancellationToken cancellationToken)
    {
        int next = -1;
        int failed = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(workers, items.Count)).Select(_ => WorkAsync())).ConfigureAwait(false);

        async Task WorkAsync()
        {
            for (int index = Interlocked.Increment(ref next); index < items.Count && Volatile.Read(ref failed) == 0; index = Interlocked.Increment(ref next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    await act(items[index]).ConfigureAwait(false);
                }
                catch
                {
                    Volatile.Write(ref failed, 1);
                    throw;
                }
            }
        }
    }
}
