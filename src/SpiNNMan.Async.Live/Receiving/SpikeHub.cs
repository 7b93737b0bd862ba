using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Hands events to their readers. What nobody has asked for yet is kept for the first who does, as far as there is room.</summary>
internal sealed class SpikeHub(LabelMeter[] meters, ReaderOptions backlog, bool inline)
{
    private readonly Lock _gate = new();
    private readonly SpikeBatchPool _pool = new();
    private readonly Queue<SpikeBatch> _backlog = new();
    private readonly bool[] _unclaimed = [.. Enumerable.Repeat(true, meters.Length)];
    private SpikeSubscription[] _subscriptions = [];
    private int _unclaimedCount = meters.Length;
    private int _lastOver;
    private SpikePublisher? _own;

    /// <summary>Makes a reader of some labels, which also gets the events that were kept of labels without a reader. If the run is over, the reader ends at once, and takes nothing of the next run.</summary>
    public BatchReader SubscribeAsync(int run, IReadOnlyCollection<int> labels, ReaderOptions options, CancellationToken cancellationToken)
    {
        var wanted = new bool[meters.Length];
        foreach (int label in labels)
            wanted[label] = true;

        var queue = new SpikeQueue(options, _pool, inline);
        var subscription = new SpikeSubscription(wanted, labels.Count == meters.Length, queue);
        lock (_gate)
        {
            if (run <= _lastOver)
            {
                queue.Complete();
            }
            else
            {
                // In this order: whoever sees that all labels are claimed must see who claimed them.
                HandOver(subscription);
                Volatile.Write(ref _subscriptions, [.. _subscriptions, subscription]);
                Claim(subscription);
            }
        }

        return new BatchReader(queue, _pool, Detach, cancellationToken);
    }

    /// <summary>Hands events to those who want them, and wakes them. It is for one thread.</summary>
    public void Publish(ReadOnlySpan<Spike> spikes)
    {
        _own ??= OpenPublisher();
        _own.Publish(spikes);
        _own.Flush();
        Wake();
    }

    /// <summary>Makes the way by which one thread hands events to those who want them.</summary>
    public SpikePublisher OpenPublisher() => new(this, _pool);

    /// <summary>The readers that there are. What nobody has asked for is kept for the first who does.</summary>
    public SpikeSubscription[] ReadersOf(ReadOnlySpan<Spike> spikes)
    {
        if (Volatile.Read(ref _unclaimedCount) == 0)
            return Volatile.Read(ref _subscriptions);

        SpikeBatch all = _pool.Rent();
        all.Set(spikes);
        return Keep(all);
    }

    /// <inheritdoc cref="ReadersOf(ReadOnlySpan{Spike})"/>
    public SpikeSubscription[] ReadersOf(in SpikeBlock block)
    {
        if (Volatile.Read(ref _unclaimedCount) == 0)
            return Volatile.Read(ref _subscriptions);

        SpikeBatch all = _pool.Rent();
        all.Set(block);
        return Keep(all);
    }

    /// <summary>Counts what a reader lost because it did not keep up.</summary>
    public void GiveBackDropped(SpikeBatch dropped)
    {
        dropped.CountLabels(meters, static (all, label, events) => all[label].AddDropped(events));
        _pool.Return(dropped);
    }

    /// <summary>Wakes readers who wait and have something.</summary>
    public void Wake()
    {
        foreach (SpikeSubscription subscription in Volatile.Read(ref _subscriptions))
            subscription.Queue.Wake();
    }

    /// <summary>Waits until all readers that receiving waits for have room.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        foreach (SpikeSubscription subscription in Volatile.Read(ref _subscriptions))
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
        SpikeSubscription[] subscriptions;
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

        foreach (SpikeSubscription subscription in subscriptions)
            subscription.Queue.Complete();
    }

    private async Task WaitAsync(Task room, CancellationToken cancellationToken)
    {
        await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        await WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Offer(SpikeSubscription subscription, SpikeBatch batch)
    {
        SpikeBatch? dropped = batch.Count == 0 ? batch : subscription.Queue.Add(batch);
        if (dropped is not null)
            GiveBackDropped(dropped);
    }

    /// <summary>Keeps those of the events that nobody has asked for.</summary>
    /// <returns>Those who had asked at that moment: who asks later gets what is kept.</returns>
    private SpikeSubscription[] Keep(SpikeBatch all)
    {
        lock (_gate)
        {
            SpikeBatch batch = _pool.Rent();
            batch.Set(all, _unclaimed);
            _pool.Return(all);
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
        // Those who asked for events meanwhile have got them.
        batch.CountLabels(this, static (hub, label, events) =>
        {
            if (hub._unclaimed[label])
                hub.MeterOf(label).AddUnread(events);
        });
        _pool.Return(batch);
    }

    private void HandOver(SpikeSubscription subscription)
    {
        bool[] first = [.. subscription.Wanted.Zip(_unclaimed, static (wanted, unclaimed) => wanted && unclaimed)];
        foreach (SpikeBatch kept in _backlog)
        {
            SpikeBatch batch = _pool.Rent();
            batch.Set(kept, first);
            Offer(subscription, batch);
        }
    }

    private void Claim(SpikeSubscription subscription)
    {
        for (int label = 0; label < _unclaimed.Length; label++)
            _unclaimed[label] &= !subscription.Wanted[label];

        Volatile.Write(ref _unclaimedCount, _unclaimed.Count(static unclaimed => unclaimed));
        if (_unclaimedCount == 0)
        {
            while (_backlog.TryDequeue(out SpikeBatch? batch))
                _pool.Return(batch);
        }
    }

    private LabelMeter MeterOf(int label) => meters[label];

    private void Detach(SpikeQueue queue)
    {
        lock (_gate)
            Volatile.Write(ref _subscriptions, [.. _subscriptions.Where(subscription => subscription.Queue != queue)]);
    }
}
