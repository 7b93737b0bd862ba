namespace SpiNNMan.Async.Threading;

/// <summary>Lets time go by.</summary>
internal static class Pause
{
    /// <summary>Waits for a time.</summary>
    /// <param name="time">How long.</param>
    /// <param name="clock">By which clock.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <remarks>
    /// A delay of the system continues on another thread when it is cancelled, and a simulated clock would run on meanwhile. On such a clock it continues on the thread that cancels.
    /// </remarks>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static Task ForAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken) =>
        ReferenceEquals(clock, TimeProvider.System) ? Task.Delay(time, clock, cancellationToken) : ByClockAsync(time, clock, cancellationToken);

    /// <summary>Waits for a time that may be shorter than a millisecond. The system's clock waits for a millisecond at the least.</summary>
    /// <inheritdoc cref="ForAsync"/>
    public static async Task PreciselyAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        var shortest = TimeSpan.FromMilliseconds(1);
        if (ReferenceEquals(clock, TimeProvider.System))
        {
            await Task.Delay(time < shortest ? shortest : time, clock, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Waiting for a task counts whole milliseconds, whatever the clock.
        var over = new TaskCompletionSource(TaskCreationOptions.None);
        using ITimer timer = clock.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, time, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration cancelling = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), over);
        await over.Task.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task ByClockAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource(TaskCreationOptions.None);
        await never.Task.WaitAsync(time, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
