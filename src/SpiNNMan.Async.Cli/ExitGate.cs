namespace SpiNNMan.Async.Cli;

/// <summary>Keeps the process from ending in the middle of what would leave others in a bad state, such as processes of which only some have been killed.</summary>
internal static class ExitGate
{
    /// <summary>How long it is kept at the most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly Lock s_lock = new();
    private static TaskCompletionSource? s_open;
    private static int s_holders;

    /// <summary>Whether somebody keeps it closed.</summary>
    public static bool IsClosed
    {
        get
        {
            lock (s_lock)
                return s_holders > 0;
        }
    }

    /// <summary>Keeps it closed until the result is disposed of.</summary>
    public static IDisposable Close()
    {
        lock (s_lock)
        {
            if (s_holders++ == 0)
                s_open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return new Holder();
    }

    /// <summary>Waits until it is open.</summary>
    /// <returns>Whether it is; a limit keeps it from being waited for for ever.</returns>
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
