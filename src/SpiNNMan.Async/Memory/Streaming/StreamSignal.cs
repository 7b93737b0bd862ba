namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Wakes the one caller that waits for a stream. A signal that no caller waits for is kept until the next wait.</summary>
/// <param name="time">The clock.</param>
/// <param name="inline">Whether the caller continues on the thread that signals.</param>
internal sealed class StreamSignal(TimeProvider time, bool inline)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private bool _isSet;

    /// <summary>Signals. No lock may be held.</summary>
    public void Set()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            _isSet = true;
            waiting = _waiting;
        }

        waiting?.TrySetResult();
    }

    /// <summary>Waits for a signal.</summary>
    /// <returns>Whether one came in time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new TaskCompletionSource(inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return true;
            }

            _waiting = waiting;
        }

        await waiting.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        bool isSet;
        lock (_gate)
        {
            (isSet, _isSet, _waiting) = (_isSet, false, null);
        }

        if (!isSet)
            cancellationToken.ThrowIfCancellationRequested();

        return isSet;
    }
}
