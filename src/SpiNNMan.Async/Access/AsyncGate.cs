namespace SpiNNMan.Async.Access;

/// <summary>Lets a bounded number in at a time, in the order in which they came.</summary>
/// <remarks>
/// A semaphore of the system resumes callers on another thread, and a simulated clock would run on meanwhile. If connections complete inline, this gate resumes them on the thread of the caller that leaves:
/// one after the other, however many there are, and with no lock held.
/// </remarks>
/// <param name="inline">Whether a caller that waited continues on the thread of the caller that leaves; otherwise it continues on the thread pool.</param>
/// <param name="places">How many may be in at a time.</param>
internal sealed class AsyncGate(bool inline, int places = 1)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private int _free = places;
    private bool _isHandingOver;

    /// <summary>Waits for a place; <see cref="Leave"/> gives it back.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was a place.</exception>
    public Task EnterAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);

        Waiter waiter;
        lock (_gate)
        {
            if (_free > 0 && _waiting.Count == 0)
            {
                _free--;
                return Task.CompletedTask;
            }

            waiter = new Waiter(inline);
            waiter.Place = _waiting.AddLast(waiter);
        }

        return cancellationToken.CanBeCanceled ? WaitAsync(waiter, cancellationToken) : waiter.Task;
    }

    /// <summary>Gives a place back. The next caller that waits gets it.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _free++;
            if (_isHandingOver)
                return;

            _isHandingOver = true;
        }

        // The caller that enters may leave before it returns here. So this loop lets the next one in, and no second loop below it.
        while (TakeNext() is { } next)
            next.SetResult();
    }

    private async Task WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration cancelling = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                (AsyncGate gate, Waiter one) = ((AsyncGate, Waiter))state!;
                if (gate.TryRemove(one))
                    one.SetCanceled(token);
            },
            (this, waiter));

        using (cancelling)
            await waiter.Task.ConfigureAwait(false);
    }

    private Waiter? TakeNext()
    {
        lock (_gate)
        {
            if (_free == 0 || _waiting.First is not { } first)
            {
                _isHandingOver = false;
                return null;
            }

            _free--;
            _waiting.RemoveFirst();
            first.Value.Place = null;
            return first.Value;
        }
    }

    private bool TryRemove(Waiter waiter)
    {
        lock (_gate)
        {
            if (waiter.Place is not { } place)
                return false;

            _waiting.Remove(place);
            waiter.Place = null;
            return true;
        }
    }

    private sealed class Waiter(bool inline) : TaskCompletionSource(inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)
    {
        /// <summary>Where it waits; <see langword="null"/> once it was let in or cancelled.</summary>
        public LinkedListNode<Waiter>? Place { get; set; }
    }
}
