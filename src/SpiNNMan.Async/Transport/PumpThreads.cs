namespace SpiNNMan.Async.Transport;

/// <summary>How many pumps have a thread of their own: a thread is faster than the event loop while there are few, and too dear for a thousand.</summary>
internal static class PumpThreads
{
    /// <summary>The most threads; pumps beyond it share an event loop.</summary>
    public const int Most = 8;

    /// <summary>Continuations run on these threads, if their owners ask for it: an ordinary stack.</summary>
    public const int StackSize = 1024 * 1024;

    /// <summary>With more pumps than this, those with threads give them up: they would be served before all the others.</summary>
    public const int Many = 64;

    private static int s_running;
    private static int s_pumps;

    /// <summary>Whether there are so many pumps that none should have a thread of its own.</summary>
    public static bool AreTooMany => Volatile.Read(ref s_pumps) > Many;

    /// <summary>A pump begins.</summary>
    public static void Enter() => Interlocked.Increment(ref s_pumps);

    /// <summary>A pump has ended.</summary>
    public static void Leave() => Interlocked.Decrement(ref s_pumps);

    /// <summary>Runs <paramref name="body"/> on a thread of its own, if one is left.</summary>
    /// <param name="body">What to run; it must not throw.</param>
    /// <param name="running">Ends when the body has.</param>
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
