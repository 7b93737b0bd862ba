using SpiNNMan.Async.Threading;

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
        TaskCompletionSource? begun = null;
        TaskCompletionSource done;
        lock (_gate)
        {
            // As after any asynchronous method: who waits goes on where it ended.
            done = _done ??= begun = new TaskCompletionSource(TaskCreationOptions.None);
        }

        // Not under the lock: it may run code of users.
        if (begun is not null)
            _ = ActAsync(act, begun);

        return Shared.WaitForAsync(done.Task);
    }

    private static async Task ActAsync(Func<Task> act, TaskCompletionSource done)
    {
        Task acting = act();
        await acting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        done.SetFromTask(acting);
    }
}
