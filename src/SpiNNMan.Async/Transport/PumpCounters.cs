namespace SpiNNMan.Async.Transport;

/// <summary>The counters of a pump. Only the pump writes them.</summary>
internal sealed class PumpCounters
{
    private long _received;
    private long _bytes;
    private long _truncated;
    private long _dropped;
    private long _errors;
    private long _shortages;

    /// <summary>Datagrams received.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Bytes received.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Datagrams dropped because they were too long for the connection.</summary>
    public long Truncated => Volatile.Read(ref _truncated);

    /// <summary>Datagrams dropped because the channel was full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Receives that ended in an error of the wire.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>Receives for which this computer had no memory, and that were tried again.</summary>
    public long Shortages => Volatile.Read(ref _shortages);

    public void CountReceived(int bytes)
    {
        Volatile.Write(ref _received, _received + 1);
        Volatile.Write(ref _bytes, _bytes + bytes);
    }

    public void CountTruncated() => Volatile.Write(ref _truncated, _truncated + 1);

    public void CountDropped(int datagrams) => Volatile.Write(ref _dropped, _dropped + datagrams);

    public void CountShortage() => Volatile.Write(ref _shortages, _shortages + 1);

    public void CountError() => Volatile.Write(ref _errors, _errors + 1);
}
