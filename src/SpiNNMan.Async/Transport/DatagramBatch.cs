using Microsoft.Extensions.ObjectPool;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>What a pump received in one go: datagrams, then perhaps an error. Goes through the pump's channel as one item.</summary>
internal sealed class DatagramBatch : IResettable
{
    /// <summary>How many datagrams one batch takes.</summary>
    public const int Capacity = 32;

    /// <summary>Batches hold no buffers of their own, so all connections share them.</summary>
    private static readonly ObjectPool<DatagramBatch> s_pool = new DefaultObjectPool<DatagramBatch>(new DefaultPooledObjectPolicy<DatagramBatch>(), 1024);

    private readonly Datagram?[] _datagrams = new Datagram?[Capacity];

    /// <summary>How many datagrams there are.</summary>
    public int Count { get; private set; }

    /// <summary>The error that the receive after the last datagram ended with.</summary>
    public SpinnakerConnectionException? Error { get; set; }

    public bool IsFull => Count == Capacity;

    public static DatagramBatch Rent() => s_pool.Get();

    public void Add(Datagram datagram) => _datagrams[Count++] = datagram;

    /// <summary>Takes the datagram at <paramref name="index"/> out; it is the caller's from then on.</summary>
    public Datagram Take(int index)
    {
        Datagram datagram = _datagrams[index]!;
        _datagrams[index] = null;
        return datagram;
    }

    /// <summary>Returns the batch, and every datagram that nobody took.</summary>
    public void Return()
    {
        for (int index = 0; index < Count; index++)
            _datagrams[index]?.Dispose();

        s_pool.Return(this);
    }

    public bool TryReset()
    {
        Array.Clear(_datagrams, 0, Count);
        Count = 0;
        Error = null;
        return true;
    }
}
