namespace SpiNNMan.Async.Cli.Processes;

/// <summary>Delays the end of the process while it does something that must not stop half-way, for example killing a group of processes.</summary>
internal static class ExitGate
{
    /// <summary>The longest delay.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly Lock s_lock = new();
    private static TaskCompletionSource? s_open;
    private static int s_holders;

    /// <summary>Whether the end of the process is delayed now.</summary>
    public static bool IsClosed
    {
        get
        {
            lock (s_lock)
                return s_holders > 0;
        }
    }

    /// <summary>Delays the end of the process until the result is disposed.</summary>
    public static IDisposable Close()
    {
        lock (s_lock)
        {
            if (s_holders++ == 0)
                s_open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return new Holder();
    }

    /// <summary>Waits until nothing delays the end of the process, but not longer than <see cref="Longest"/>.</summary>
    /// <returns>Whether nothing delays it any more; <see langword="false"/> if the time ran out.</returns>
    public static async Task<bool> WaitAsync(TimeProvider clock)
    {
        Task open;
        lock (s_lock)
            open = s_open?.Task ?? Task.CompletedTask;

        return await Task.WhenAny(open, Task.Delay(Longest, clock)) == open;
    }

    private static void Open()
    {
        lock (s_lock)
        {
            if (--s_holders == 0)
                s_open!.SetResult();
        }
    }

    private sealed class Holder : IDisposable
    {
        private bool _isDisposed;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isDisposed, true))
                Open();
        }
    }
}
