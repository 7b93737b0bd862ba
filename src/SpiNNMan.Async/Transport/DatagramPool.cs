namespace SpiNNMan.Async.Transport;

/// <summary>Buffers for datagrams up to one length.</summary>
internal sealed class DatagramPool
{
    /// <summary>The greatest memory that a pool keeps for the next burst. The garbage collector gets the rest.</summary>
    private const int MaxRetainedBytes = 4 << 20;

    private readonly StackPool<Datagram> _pool;
    private int _outstanding;

    /// <summary>Makes a pool for datagrams of up to <paramref name="maxDatagramSize"/> bytes.</summary>
    public DatagramPool(int maxDatagramSize)
    {
        MaxDatagramSize = maxDatagramSize;
        _pool = new StackPool<Datagram>(() => new Datagram(this, maxDatagramSize + 1), Math.Clamp(MaxRetainedBytes / maxDatagramSize, 16, 4096));
    }

    /// <summary>The longest datagram that fits; the buffers are a byte longer, so that a longer one shows.</summary>
    public int MaxDatagramSize { get; }

    /// <summary>The number of rented buffers.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    public Datagram Rent()
    {
        Interlocked.Increment(ref _outstanding);
        Datagram datagram = _pool.Get();
        datagram.Rent();
        return datagram;
    }

    /// <summary>Rents as many as there are empty places.</summary>
    public void Fill(Span<Datagram?> places)
    {
        Interlocked.Add(ref _outstanding, _pool.Fill(places));
        foreach (Datagram? datagram in places)
            datagram!.Rent();
    }

    /// <summary>Returns some whose holder has no more use for them.</summary>
    public void Return(ReadOnlySpan<Datagram> datagrams)
    {
        foreach (Datagram datagram in datagrams)
            datagram.Release();

        Interlocked.Add(ref _outstanding, -datagrams.Length);
        _pool.Return(datagrams);
    }

    public void Return(Datagram datagram)
    {
        Interlocked.Decrement(ref _outstanding);
        _pool.Return(datagram);
    }
}
