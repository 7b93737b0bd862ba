using System.Runtime.CompilerServices;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Events by the datagram, for those who take hundreds of thousands a second.</summary>
/// <remarks>
/// Each element holds the wanted events of one datagram, and is valid until the next is asked for. It may be enumerated once, and ends with the run. Made by <c>LiveRun.BatchesAsync</c>.
/// </remarks>
public sealed class BatchReader : IAsyncEnumerable<ReadOnlyMemory<Spike>>, IAsyncEnumerator<ReadOnlyMemory<Spike>>, IDisposable
{
    /// <summary>So many are returned by one lock.</summary>
    private const int ReturnedAtOnce = 32;

    private readonly SpikeQueue _queue;
    private readonly SpikeBatchPool _pool;
    private readonly Action<SpikeQueue> _detach;
    private readonly CancellationToken _cancellationToken;
    private CancellationTokenRegistration _registration;
    private CancellationTokenRegistration _ownRegistration;
    private CancellationToken _enumeration;
    private readonly Stack<SpikeBatch> _read = new();
    private SpikeBatch? _current;
    private ReadOnlyMemory<Spike> _events;
    private Spike[] _own = [];
    private int _enumerated;
    private bool _disposed;

    internal BatchReader(SpikeQueue queue, SpikeBatchPool pool, Action<SpikeQueue> detach, CancellationToken cancellationToken)
    {
        _queue = queue;
        _pool = pool;
        _detach = detach;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Events that were dropped because this reader did not keep up.</summary>
    public long Dropped => _queue.DroppedEvents;

    /// <summary>Datagrams whose events wait to be read.</summary>
    public int Waiting => _queue.Count;

    /// <summary>The events of the datagram that was read last, until the next is asked for.</summary>
    public ReadOnlyMemory<Spike> Current => _current is null ? default : _events;

    /// <inheritdoc/>
    /// <exception cref="SubscriptionReadTwiceException">A loop reads it already, or has read it: ask the run for another reader.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of before it was read.</exception>
    public IAsyncEnumerator<ReadOnlyMemory<Spike>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Begin(cancellationToken);
        return this;
    }

    /// <summary>Waits for the events of the next datagram.</summary>
    /// <returns><see langword="false"/> when the run is over.</returns>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public ValueTask<bool> MoveNextAsync()
    {
        ReturnCurrent();
        return TryAdvance() ? ValueTask.FromResult(true) : AdvanceAsync(_queue.WaitAsync());
    }

    /// <summary>Ends the reading. What waits is given up, and not counted as lost.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        _detach(_queue);
        _queue.Cancel();
        if (Interlocked.Exchange(ref _current, null) is { } batch)
            _pool.Return(batch);

        _registration.Dispose();
        _ownRegistration.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Begin(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _enumerated, 1) != 0)
            throw new SubscriptionReadTwiceException(typeof(Spike));
        ObjectDisposedException.ThrowIf(_disposed, this);

        _enumeration = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static queue => ((SpikeQueue)queue!).Cancel(), _queue);
        _ownRegistration = _cancellationToken.UnsafeRegister(static queue => ((SpikeQueue)queue!).Cancel(), _queue);
    }

    /// <summary>Takes what is there.</summary>
    private bool TryAdvance()
    {
        if (_cancellationToken.IsCancellationRequested || _enumeration.IsCancellationRequested)
            return false;

        if (!_queue.TryTake(out SpikeBatch? batch))
            return false;

        _events = batch!.Open(ref _own);
        _current = batch;
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AdvanceAsync(ValueTask<bool> waiting)
    {
        while (await waiting.ConfigureAwait(false))
        {
            if (TryAdvance())
                return true;

            waiting = _queue.WaitAsync();
        }

        return await EndAsync().ConfigureAwait(false);
    }

    private ValueTask<bool> EndAsync()
    {
        if (_enumeration.IsCancellationRequested)
            return ValueTask.FromCanceled<bool>(_enumeration);

        return _cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(_cancellationToken) : ValueTask.FromResult(false);
    }

    private void ReturnCurrent()
    {
        if (Interlocked.Exchange(ref _current, null) is not { } batch)
            return;

        _read.Push(batch);
        if (_read.Count == ReturnedAtOnce)
            _pool.Return(_read);
    }
}
