namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Hands the events that one thread receives to their readers: what came at once goes into each queue under one lock.</summary>
internal sealed class SpikePublisher(SpikeHub hub, SpikeBatchPool pool)
{
    private const int SparesAtOnce = 31;

    /// <summary>So many wait for <see cref="Flush"/> at most.</summary>
    private const int MostPending = 32;

    private readonly Stack<SpikeBatch> _spare = new();
    private readonly List<SpikeBatch> _dropped = [];
    private SpikeSubscription[] _readers = [];
    private List<SpikeBatch>[] _pending = [];
    private int _pendingDatagrams;

    /// <summary>Takes events.</summary>
    public void Publish(ReadOnlySpan<Spike> spikes)
    {
        Turn(hub.ReadersOf(spikes));
        for (int index = 0; index < _readers.Length; index++)
        {
            SpikeBatch batch = TakeEmpty();
            if (_readers[index].WantsAll)
                batch.Set(spikes);
            else
                batch.Set(spikes, _readers[index].Wanted);

            if (batch.Count > 0)
                _pending[index].Add(batch);
            else
                _spare.Push(batch);
        }

        Count();
    }

    /// <summary>Takes events.</summary>
    public void Publish(in SpikeBlock block)
    {
        Turn(hub.ReadersOf(block));
        for (int index = 0; index < _readers.Length; index++)
        {
            if (!_readers[index].Wanted[block.Label])
                continue;

            SpikeBatch batch = TakeEmpty();
            batch.Set(block);
            _pending[index].Add(batch);
        }

        Count();
    }

    /// <summary>Puts what was taken into the queues of the readers. They are woken by <see cref="SpikeHub.Wake"/>.</summary>
    public void Flush()
    {
        if (_pendingDatagrams == 0)
            return;

        _pendingDatagrams = 0;
        for (int index = 0; index < _readers.Length; index++)
        {
            if (_pending[index].Count == 0)
                continue;

            // Not under the lock of the hub: who waits for an event may be resumed here, and do anything.
            _readers[index].Queue.Add(_pending[index], _dropped);
            _pending[index].Clear();
        }

        foreach (SpikeBatch batch in _dropped)
            hub.GiveBackDropped(batch);

        _dropped.Clear();
    }

    /// <summary>Goes over to the readers that there are now.</summary>
    private void Turn(SpikeSubscription[] readers)
    {
        if (ReferenceEquals(readers, _readers))
            return;

        Flush();
        _readers = readers;
        _pending = [.. readers.Select(static _ => new List<SpikeBatch>(MostPending))];
    }

    private void Count()
    {
        if (++_pendingDatagrams == MostPending)
            Flush();
    }

    private SpikeBatch TakeEmpty() => _spare.TryPop(out SpikeBatch? one) ? one : pool.Rent(_spare, SparesAtOnce);
}
