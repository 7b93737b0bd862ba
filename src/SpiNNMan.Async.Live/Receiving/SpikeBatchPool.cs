namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Keeps batches for the next datagrams.</summary>
internal sealed class SpikeBatchPool(int most = 8192)
{
    private readonly Lock _gate = new();
    private SpikeBatch?[] _kept = new SpikeBatch?[64];
    private int _count;

    public SpikeBatch Rent()
    {
        lock (_gate)
        {
            if (_count > 0)
                return Take();
        }

        return new SpikeBatch();
    }

    /// <summary>Rents one, and some more for later: one lock for all.</summary>
    public SpikeBatch Rent(Stack<SpikeBatch> more, int most)
    {
        lock (_gate)
        {
            for (int taken = 0; taken < most && _count > 1; taken++)
                more.Push(Take());

            if (_count > 0)
                return Take();
        }

        return new SpikeBatch();
    }

    public void Return(SpikeBatch batch)
    {
        lock (_gate)
            Keep(batch);
    }

    /// <summary>Returns all of them.</summary>
    public void Return(Stack<SpikeBatch> batches)
    {
        lock (_gate)
        {
            while (batches.TryPop(out SpikeBatch? batch))
                Keep(batch);
        }
    }

    private SpikeBatch Take()
    {
        SpikeBatch batch = _kept[--_count]!;
        _kept[_count] = null;
        return batch;
    }

    private void Keep(SpikeBatch batch)
    {
        if (_count == most)
            return;

        if (_count == _kept.Length)
            Array.Resize(ref _kept, Math.Min(most, 2 * _count));

        _kept[_count++] = batch;
    }
}
