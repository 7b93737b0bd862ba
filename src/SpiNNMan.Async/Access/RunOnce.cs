using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Access;

/// <summary>An operation that runs once, however often it is asked for. All callers wait until it has ended, and all get its error.</summary>
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
            // As after any asynchronous method: a caller that waits continues where the method ended.
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
