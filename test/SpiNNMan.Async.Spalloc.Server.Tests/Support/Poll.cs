namespace SpiNNMan.Async.Spalloc.Server.Tests.Support;

/// <summary>Waits for what goes on on other threads.</summary>
internal static class Poll
{
    /// <summary>Lets other threads go on until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds, CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Pace.Scale(TimeSpan.FromSeconds(20)));
        while (!holds())
        {
            end.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
