using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Hands events to their readers. What nobody has asked for yet is kept for the first who does, as far as there is room.</summary>
internal sealed class SpikeHub(LabelMeter[] meters, ReaderOptions backlog, bool inline)
{
    private const int SparesAtOnce = 31;

    private readonly Lock _gate = new();
    private readonly SpikeBatchPool _pool = new();
    private readonly Queue<SpikeBatch> _backlog = new();
    private readonly bool[] _unclaimed = [.. Enumerable.Repeat(true, meters.Length)];
    private Subscription[] _subscriptions = [];
    private int _unclaimedCount = meters.Length;
    private int _lastOver;

    /// <summary>Makes a reader of some labels, which also gets the events that were kept of labels without a reader. If the run is over, the reader ends at once, and takes nothing of the next run.</summary>
    public BatchReader SubscribeAsync(int run, IReadOnlyCollection<int> labels, ReaderOptions options, CancellationToken cancellationToken)
    {
        var wanted = new bool[meters.Length];
        foreach (int label in labels)
            wanted[label] = true;

        var queue = new SpikeQueue(options, _pool, inline);
        var subscription = new Subscription(wanted, labels.Count == meters.Length, queue);
        lock (_gate)
        {
            if (run <= _lastOver)
            {
                queue.Complete();
            }
            else
            {
                HandOver(subscription);
                _subscriptions = [.. _subscriptions, subscription];
            }
        }

        return new BatchReader(queue, _pool, Detach, cancellationToken);
    }

    /// <summary>Hands events to those who want them, and wakes them.</summary>
    public void Publish(ReadOnlySpan<Spike> spikes)
    {
        Publish(spikes, spare: null);
        Wake();
    }

    /// <summary>Hands events to those who want them. <see cref="Wake"/> wakes them afterwards. One thread for each socket calls it.</summary>
    /// <param name="spikes">The events.</param>
    /// <param name="spare">Empty batches that the thread has for the next events; it may be <see langword="null"/>.</param>
    public void Publish(ReadOnlySpan<Spike> spikes, Stack<SpikeBatch>? spare)
    {
        Subscription[] subscriptions = Volatile.Read(ref _subscriptions);
        if (Volatile.Read(ref _unclaimedCount) > 0)
            subscriptions = Keep(spikes);

        // Not under the lock: who waits for an event may be resumed here, and do anything.
        foreach (Subscription subscription in subscriptions)
            Offer(subscription, spikes, spare);
    }

    /// <summary>Wakes readers who wait and have something.</summary>
    public void Wake()
    {
        foreach (Subscription subscription in Volatile.Read(ref _subscriptions))
            subscription.Queue.Wake();
    }

    /// <summary>Waits until all readers that receiving waits for have room.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        foreach (Subscription subscription in Volatile.Read(ref _subscriptions))
        {
            Task room = subscription.Queue.WaitForRoomAsync();
            if (!room.IsCompleted)
                return new ValueTask(WaitAsync(room, cancellationToken));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Whether receiving waits for a reader now.</summary>
    public bool IsWaiting => Array.Exists(Volatile.Read(ref _subscriptions), static subscription => !subscription.Queue.WaitForRoomAsync().IsCompleted);

    /// <summary>The run is over: readers end when they have read what is there, and what nobody asked for is given up.</summary>
    /// <param name="run">The run.</param>
    public void Complete(int run)
    {
        Subscription[] subscriptions;
        lock (_gate)
        {
            _lastOver = Math.Max(_lastOver, run);
            subscriptions = _subscriptions;
            Volatile.Write(ref _subscriptions, []);
            while (_backlog.TryDequeue(out SpikeBatch? batch))
                GiveUp(batch);

            Array.Fill(_unclaimed, value: true);
            Volatile.Write(ref _unclaimedCount, meters.Length);
        }

        foreach (Subscription subscription in subscriptions)
            subscription.Queue.Complete();
    }

    private async Task WaitAsync(Task room, CancellationToken cancellationToken)
    {
        await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        await WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Offer(Subscription subscription, ReadOnlySpan<Spike> spikes, Stack<SpikeBatch>? spare)
    {
        SpikeBatch batch = spare is null ? _pool.Rent() : spare.TryPop(out SpikeBatch? one) ? one : _pool.Rent(spare, SparesAtOnce);
        if (subscription.WantsAll)
            batch.Set(spikes);
        else
            batch.Set(spikes, subscription.Wanted);

        SpikeBatch? dropped = batch.Count == 0 ? batch : subscription.Queue.Add(batch);
        if (dropped is null)
            return;

        foreach (ref readonly Spike spike in dropped.Span)
            meters[spike.Label].AddDropped(1);

        _pool.Return(dropped);
    }

    /// <summary>Keeps what nobody has asked for.</summary>
    /// <returns>Those who had asked at that moment: who asks later gets what is kept.</returns>
    private Subscription[] Keep(ReadOnlySpan<Spike> spikes)
    {
        lock (_gate)
        {
            SpikeBatch batch = _pool.Rent();
            batch.Set(spikes, _unclaimed);
            if (batch.Count == 0)
            {
                _pool.Return(batch);
                return _subscriptions;
            }

            if (_backlog.Count >= backlog.Capacity)
                GiveUp(_backlog.Dequeue());

            _backlog.Enqueue(batch);
            return _subscriptions;
        }
    }

    private void GiveUp(SpikeBatch batch)
    {
        foreach (ref readonly Spike spike in batch.Span)
        {
            // What somebody has asked for meanwhile was handed to them.
            if (_unclaimed[spike.Label])
                meters[spike.Label].AddUnread(1);
        }

        _pool.Return(batch);
    }

    private void HandOver(Subscription subscription)
    {
        bool[] first = [.. subscription.Wanted.Zip(_unclaimed, static (wanted, unclaimed) => wanted && unclaimed)];
        foreach (SpikeBatch kept in _backlog)
        {
            SpikeBatch batch = _pool.Rent();
            batch.Set(kept.Span, first);
            SpikeBatch? dropped = batch.Count == 0 ? batch : subscription.Queue.Add(batch);
            if (dropped is null)
                continue;

            foreach (ref readonly Spike spike in dropped.Span)
                meters[spike.Label].AddDropped(1);

            _pool.Return(dropped);
        }

        for (int label = 0; label < first.Length; label++)
        {
            if (first[label])
                (_unclaimed[label], _unclaimedCount) = (false, _unclaimedCount - 1);
        }

        if (_unclaimedCount == 0)
        {
            while (_backlog.TryDequeue(out SpikeBatch? batch))
                _pool.Return(batch);
        }
    }

    private void Detach(SpikeQueue queue)
    {
        lock (_gate)
            Volatile.Write(ref _subscriptions, [.. _subscriptions.Where(subscription => subscription.Queue != queue)]);
    }

    private sealed record Subscription(bool[] Wanted, bool WantsAll, SpikeQueue Queue);
}
