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
            {
                SpikeBatch batch = _kept[--_count]!;
                _kept[_count] = null;
                return batch;
            }
        }

        return new SpikeBatch();
    }

    public void Return(SpikeBatch batch)
    {
        lock (_gate)
        {
            if (_count == most)
                return;

            if (_count == _kept.Length)
                Array.Resize(ref _kept, Math.Min(most, 2 * _count));

            _kept[_count++] = batch;
        }
    }
}
