using SpiNNMan.Async.Live.Databases;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>The events of one datagram: as they are, or as keys of which the reader makes events. It goes back to its pool.</summary>
internal sealed class SpikeBatch
{
    private const int UsualSize = 64;

    // A reader has its own array for the events of keys. It stays in the cache of its processor, and what is queued is a tenth of the size.
    private uint[] _keys = new uint[UsualSize];
    private Spike[] _spikes = [];
    private KeyRange _range;
    private Spike _common;
    private bool _isBlock;

    public int Count { get; private set; }

    /// <summary>Takes keys.</summary>
    public void Set(in SpikeBlock block)
    {
        int count = block.Keys.Length;
        if (count > _keys.Length)
            _keys = new uint[Math.Max(count, 2 * _keys.Length)];

        block.Keys.CopyTo(_keys);
        (_isBlock, _range, _common, Count) = (true, block.Range, block.Common, count);
    }

    /// <summary>Takes events.</summary>
    public void Set(ReadOnlySpan<Spike> spikes)
    {
        Reserve(spikes.Length);
        spikes.CopyTo(_spikes);
        Count = spikes.Length;
    }

    /// <summary>Takes those events whose labels are wanted.</summary>
    public void Set(ReadOnlySpan<Spike> spikes, bool[] wanted)
    {
        Reserve(spikes.Length);
        int count = 0;
        foreach (ref readonly Spike spike in spikes)
        {
            if (wanted[spike.Label])
                _spikes[count++] = spike;
        }

        Count = count;
    }

    /// <summary>Takes those events of another batch whose labels are wanted.</summary>
    public void Set(SpikeBatch other, bool[] wanted)
    {
        if (!other._isBlock)
            Set(other._spikes.AsSpan(0, other.Count), wanted);
        else if (wanted[other._common.Label])
            Set(new SpikeBlock(other._keys.AsSpan(0, other.Count), other._range, other._common));
        else
            Count = 0;
    }

    /// <summary>The events.</summary>
    /// <param name="own">An array of the caller, which the events of keys are written to. It is made larger if it must be.</param>
    public ReadOnlyMemory<Spike> Open(ref Spike[] own)
    {
        if (!_isBlock)
            return _spikes.AsMemory(0, Count);

        if (own.Length < Count)
            own = new Spike[Math.Max(Count, UsualSize)];

        SpikeBlock.Expand(_keys.AsSpan(0, Count), _range, _common, own);
        return own.AsMemory(0, Count);
    }

    /// <summary>Tells how many events of which label there are.</summary>
    public void CountLabels<T>(T state, Action<T, int, int> count)
    {
        if (_isBlock)
        {
            count(state, _common.Label, Count);
            return;
        }

        foreach (ref readonly Spike spike in _spikes.AsSpan(0, Count))
            count(state, spike.Label, 1);
    }

    private void Reserve(int count)
    {
        (_isBlock, Count) = (false, 0);
        if (count > _spikes.Length)
            _spikes = new Spike[Math.Max(Math.Max(count, UsualSize), 2 * _spikes.Length)];
    }
}
