namespace SpiNNMan.Async.Spalloc.Services;

/// <summary>Tells any number of waiters that something has changed, also if it did so before they waited.</summary>
internal sealed class ChangeSignal(ServiceSettings settings)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = new(settings.Completion);
    private long _count;

    /// <summary>How many changes there were: what to hand to <see cref="WaitAsync"/>.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    public void Raise()
    {
        TaskCompletionSource happened;
        lock (_gate)
        {
            _count++;
            happened = _next;
            _next = new TaskCompletionSource(settings.Completion);
        }

        happened.TrySetResult();
    }

    /// <summary>Waits until there were more changes than that, or for the time.</summary>
    public async Task WaitAsync(long seen, TimeSpan longest, CancellationToken cancellationToken)
    {
        Task next;
        lock (_gate)
        {
            if (_count > seen)
                return;

            next = _next.Task;
        }

        await Threading.Shared.WaitForAsync(next).WaitAsync(longest, settings.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
