namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Waits for the first change of a kind.</summary>
/// <param name="isAwaited">Whether a change is of that kind.</param>
internal sealed class ChangeWait(Func<IReadOnlyList<int>, IReadOnlyList<string>, bool> isAwaited) : IChangeListener
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the change.</summary>
    public Task Changed => _changed.Task;

    public void OnChanged(IReadOnlyList<int> jobs, IReadOnlyList<string> machines)
    {
        if (isAwaited(jobs, machines))
            _changed.TrySetResult();
    }
}
