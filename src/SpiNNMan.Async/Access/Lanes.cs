namespace SpiNNMan.Async.Access;

/// <summary>Does many small things with some of them under way at a time; the first error ends all.</summary>
internal static class Lanes
{
    /// <summary>As many as one board answers at a time.</summary>
    public const int OfBoard = 8;

    /// <summary>Does something for every number below <paramref name="count"/>, all at once.</summary>
    public static Task RunAsync(int count, Func<int, CancellationToken, Task> act, CancellationToken cancellationToken) => RunAsync(count, count, act, cancellationToken);

    /// <summary>Does something for every number below <paramref name="count"/>, in rising order.</summary>
    public static async Task RunAsync(int count, int lanes, Func<int, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int next = -1;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(count, lanes)).Select(_ => RunLaneAsync())).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        async Task RunLaneAsync()
        {
            int index;
            while ((index = Interlocked.Increment(ref next)) < count)
            {
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
