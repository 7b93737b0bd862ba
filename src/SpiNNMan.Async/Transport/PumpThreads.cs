namespace SpiNNMan.Async.Transport;

/// <summary>Gives the first pumps a thread of their own. Threads are faster than the event loop, but too expensive for a thousand pumps.</summary>
internal static class PumpThreads
{
    /// <summary>The greatest number of threads. Further pumps share an event loop.</summary>
    public const int Most = 8;

    /// <summary>The size of the stack: an ordinary one, since continuations may run on these threads.</summary>
    public const int StackSize = 1024 * 1024;

    /// <summary>With more pumps than this, all give up their threads. Otherwise the pumps with threads would be served before the others.</summary>
    public const int Many = 64;

    private static int s_running;
    private static int s_pumps;

    /// <summary>Whether there are too many pumps for separate threads.</summary>
    public static bool AreTooMany => Volatile.Read(ref s_pumps) > Many;

    /// <summary>Counts a pump that begins.</summary>
    public static void Enter() => Interlocked.Increment(ref s_pumps);

    /// <summary>Counts a pump that has ended.</summary>
    public static void Leave() => Interlocked.Decrement(ref s_pumps);

    /// <summary>Runs <paramref name="body"/> on a separate thread, if one is left.</summary>
    /// <param name="body">The body. It must not throw.</param>
    /// <param name="running">Completes when the body has ended.</param>
    public static bool TryStart(Action body, out Task running)
    {
        running = Task.CompletedTask;
        if (AreTooMany)
            return false;

        if (Interlocked.Increment(ref s_running) > Most)
        {
            Interlocked.Decrement(ref s_running);
            return false;
        }

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        running = ended.Task;
        var thread = new Thread(
            () =>
            {
                try
                {
                    body();
                }
                finally
                {
                    Interlocked.Decrement(ref s_running);
                    ended.SetResult();
                }
            },
            StackSize)
        {
            IsBackground = true,
            Name = "SpiNNMan.Async receive pump",
        };
        thread.UnsafeStart();
        return true;
    }
}
