using System.Threading.Tasks.Sources;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Datagrams' worth of events on the way from the thread that receives to one reader: bounded, and without allocation once it has grown.</summary>
internal sealed class SpikeQueue : IValueTaskSource<bool>
{
    /// <summary>A power of 2, as all sizes of the ring are.</summary>
    private const int InitialSize = 16;

    private readonly Lock _gate = new();
    private readonly ReaderOptions _options;
    private readonly SpikeBatchPool _pool;
    private readonly bool _inline;
    private SpikeBatch?[] _ring = new SpikeBatch?[InitialSize];
    private ManualResetValueTaskSourceCore<bool> _ready;
    private TaskCompletionSource? _room;
    private int _head;
    private int _count;
    private bool _waiting;
    private bool _completed;
    private bool _cancelled;
    private long _droppedEvents;
    private long _droppedDatagrams;

    public SpikeQueue(ReaderOptions options, SpikeBatchPool pool, bool inline)
    {
        options.MakeReadOnly();
        _options = options;
        _pool = pool;
        _inline = inline;
        _ready.RunContinuationsAsynchronously = !inline;
    }

    public long DroppedEvents => Volatile.Read(ref _droppedEvents);

    public long DroppedDatagrams => Volatile.Read(ref _droppedDatagrams);

    /// <summary>How many datagrams wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>Puts a batch at the end. It is the queue's from then on. The reader is woken by <see cref="Wake"/>.</summary>
    /// <returns>A batch that was dropped for it, for the caller to count and return, or <see langword="null"/>.</returns>
    public SpikeBatch? Add(SpikeBatch batch)
    {
        lock (_gate)
            return Insert(batch);
    }

    /// <summary>Puts several at the end, in their order: one lock for all.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="dropped">Events that were dropped for them are added here.</param>
    public void Add(List<SpikeBatch> batches, List<SpikeBatch> dropped)
    {
        lock (_gate)
        {
            foreach (SpikeBatch batch in batches)
            {
                if (Insert(batch) is { } one)
                    dropped.Add(one);
            }
        }
    }

    /// <summary>Wakes the reader if it waits and there is something. One wake for many batches costs less, and the two do not get in each other's way.</summary>
    public void Wake()
    {
        if (!Volatile.Read(ref _waiting))
            return;

        lock (_gate)
        {
            if (!_waiting || _count == 0)
                return;

            _waiting = false;
        }

        _ready.SetResult(true);
    }

    public bool TryTake(out SpikeBatch? batch)
    {
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            batch = _count == 0 ? null : Take();
            if (_room is not null && _count < _options.Capacity)
                (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        return batch is not null;
    }

    /// <summary>Waits for a batch; <see langword="false"/> if none will come any more.</summary>
    public ValueTask<bool> WaitAsync()
    {
        lock (_gate)
        {
            if (_count > 0 || _completed || _cancelled)
                return ValueTask.FromResult(_count > 0 && !_cancelled);

            _ready.Reset();
            Volatile.Write(ref _waiting, true);
            return new ValueTask<bool>(this, _ready.Version);
        }
    }

    /// <summary>Waits until there is room, if receiving waits for this reader.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            if (_options.WhenFull != WhenFull.Wait || _completed || _count < _options.Capacity)
                return Task.CompletedTask;

            _room ??= new TaskCompletionSource(_inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Nothing more will be put in; what is there can be read.</summary>
    public void Complete() => End(cancels: false);

    /// <summary>Nobody reads any more.</summary>
    public void Cancel() => End(cancels: true);

    bool IValueTaskSource<bool>.GetResult(short token) => _ready.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _ready.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _ready.OnCompleted(continuation, state, token, flags);

    private void End(bool cancels)
    {
        bool wakes;
        TaskCompletionSource? room;
        lock (_gate)
        {
            _completed = true;
            _cancelled |= cancels;
            while (cancels && _count > 0)
                _pool.Return(Take());

            (wakes, _waiting) = (_waiting, false);
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        if (wakes)
            _ready.SetResult(false);
    }

    private SpikeBatch? Insert(SpikeBatch batch)
    {
        if (_completed)
        {
            // Nobody reads any more: it is no loss.
            _pool.Return(batch);
            return null;
        }

        SpikeBatch? dropped = null;
        if (_count >= _options.Capacity && _options.WhenFull != WhenFull.Wait)
        {
            dropped = _options.WhenFull == WhenFull.DropNewest ? batch : Take();
            _droppedEvents += dropped.Count;
            _droppedDatagrams++;
        }

        if (dropped != batch)
            Put(batch);

        return dropped;
    }

    private void Put(SpikeBatch batch)
    {
        if (_count == _ring.Length)
        {
            var larger = new SpikeBatch?[2 * _count];
            for (int index = 0; index < _count; index++)
                larger[index] = _ring[(_head + index) & (_ring.Length - 1)];

            (_ring, _head) = (larger, 0);
        }

        _ring[(_head + _count++) & (_ring.Length - 1)] = batch;
    }

    private SpikeBatch Take()
    {
        SpikeBatch batch = _ring[_head]!;
        _ring[_head] = null;
        _head = (_head + 1) & (_ring.Length - 1);
        _count--;
        return batch;
    }
}
