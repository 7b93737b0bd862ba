using System.Threading.Channels;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Connections;

/// <summary>Datagrams that wait for a receiver. The queue is bounded, and drops the oldest datagram first.</summary>
internal sealed class InboundQueue
{
    private readonly Channel<InboundItem> _items;
    private readonly TimeProvider _timeProvider;
    private int _receivers;
    private int _errors;
    private long _dropped;

    public InboundQueue(ConnectionOptions options)
    {
        _timeProvider = options.TimeProvider;
        var bounds = new BoundedChannelOptions(options.InboundCapacity)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            AllowSynchronousContinuations = !options.RunContinuationsAsynchronously,
        };
        _items = Channel.CreateBounded<InboundItem>(bounds, Drop);
    }

    /// <summary>Told after each datagram that was dropped how many were.</summary>
    public Action<long>? OnDropped { get; init; }

    /// <summary>The number of datagrams that were dropped because no caller received them in time.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether a caller waits for the next datagram.</summary>
    public bool HasReceiver => Volatile.Read(ref _receivers) > 0;

    public void Add(Datagram datagram)
    {
        if (!_items.Writer.TryWrite(new InboundItem(datagram, Error: null)))
            datagram.Dispose();
    }

    /// <summary>Lets the next receive fail with an error of the wire. Only one error waits at a time: they say the same, and must not displace datagrams.</summary>
    public void Add(SpinnakerConnectionException error)
    {
        if (Interlocked.CompareExchange(ref _errors, 1, 0) == 0)
            _items.Writer.TryWrite(new InboundItem(Datagram: null, error));
    }

    public bool TryTake(out InboundItem item)
    {
        if (!_items.Reader.TryRead(out item))
            return false;

        if (item.Error is not null)
            Volatile.Write(ref _errors, 0);
        return true;
    }

    /// <summary>Waits for the next datagram or error.</summary>
    /// <returns>Nothing if the queue was completed, or if nothing came in time.</returns>
    public async ValueTask<InboundItem?> TakeAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        InboundItem item;
        if (TryTake(out item))
            return item;

        long start = _timeProvider.GetTimestamp();
        TimeSpan left = timeout;
        Interlocked.Increment(ref _receivers);
        try
        {
            while (await WaitAsync(left, cancellationToken).ConfigureAwait(false) && !_items.Reader.Completion.IsCompleted)
            {
                if (TryTake(out item))
                    return item;

                // Another caller took it. The time of this caller runs on.
                if (timeout != Timeout.InfiniteTimeSpan)
                    left = TimeSpan.FromTicks(Math.Max(0, (timeout - _timeProvider.GetElapsedTime(start)).Ticks));
            }

            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _receivers);
        }
    }

    /// <summary>Waits until something is there to take.</summary>
    /// <returns>Whether something is, or the queue is completed; <see langword="false"/> if nothing came in time.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_items.Reader.TryPeek(out _) || _items.Reader.Completion.IsCompleted)
            return true;

        if (timeout == TimeSpan.Zero)
            return false;

        if (timeout == Timeout.InfiniteTimeSpan)
        {
            await _items.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }

        using var limit = new CancellationTokenSource(timeout, _timeProvider);
        using CancellationTokenRegistration link =
            cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), limit);
        try
        {
            await _items.Reader.WaitToReadAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Takes no more items, wakes all callers that wait, and returns the rest to the pool.</summary>
    public void Complete()
    {
        _items.Writer.TryComplete();
        while (_items.Reader.TryRead(out InboundItem item))
            item.Datagram?.Dispose();
    }

    private void Drop(InboundItem item)
    {
        if (item.Error is not null)
            Volatile.Write(ref _errors, 0);

        if (item.Datagram is { } datagram)
        {
            long dropped = Interlocked.Increment(ref _dropped);
            datagram.Dispose();
            OnDropped?.Invoke(dropped);
        }
    }
}
