namespace SpiNNMan.Async.Access;

/// <summary>Something that is done once, whoever asks for it and how often: all wait until it is done, and all get to know how it ended.</summary>
internal sealed class RunOnce
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _done;

    /// <summary>Whether it was begun.</summary>
    public bool HasBegun => Volatile.Read(ref _done) is not null;

    /// <summary>Begins it, unless that was done before.</summary>
    /// <returns>Ends when it has ended, with the error that it ended with.</returns>
    public Task RunAsync(Func<Task> act)
    {
        TaskCompletionSource done;
        lock (_gate)
        {
            if (_done is not null)
                return _done.Task;

            // As after any asynchronous method: who waits goes on where it ended.
            _done = done = new TaskCompletionSource(TaskCreationOptions.None);
        }

        // Not under the lock: it may run code of users.
        _ = ActAsync(act, done);
        return done.Task;
    }

    private static async Task ActAsync(Func<Task> act, TaskCompletionSource done)
    {
        Task acting = act();
        await acting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        done.SetFromTask(acting);
    }
}
