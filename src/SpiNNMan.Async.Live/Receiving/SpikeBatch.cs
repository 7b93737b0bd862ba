namespace SpiNNMan.Async.Live.Receiving;

/// <summary>The events of one datagram, in an array that goes back to its pool.</summary>
internal sealed class SpikeBatch
{
    private const int UsualSize = 64;

    private Spike[] _spikes = new Spike[UsualSize];

    public int Count { get; private set; }

    public ReadOnlySpan<Spike> Span => _spikes.AsSpan(0, Count);

    public ReadOnlyMemory<Spike> Memory => _spikes.AsMemory(0, Count);

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

    private void Reserve(int count)
    {
        Count = 0;
        if (count > _spikes.Length)
            _spikes = new Spike[Math.Max(count, 2 * _spikes.Length)];
    }
}
