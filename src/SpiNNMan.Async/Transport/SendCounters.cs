namespace SpiNNMan.Async.Transport;

/// <summary>The counters of datagrams that were given to the system to send.</summary>
internal sealed class SendCounters
{
    private long _datagrams;
    private long _bytes;

    /// <summary>Datagrams.</summary>
    public long Datagrams => Volatile.Read(ref _datagrams);

    /// <summary>Bytes in them.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Counts a datagram. Several threads may send at once.</summary>
    public void Count(int bytes)
    {
        Interlocked.Increment(ref _datagrams);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>Counts a batch, of one thread at a time.</summary>
    public void CountAlone(int datagrams, int bytes)
    {
        Volatile.Write(ref _datagrams, _datagrams + datagrams);
        Volatile.Write(ref _bytes, _bytes + bytes);
    }
}
