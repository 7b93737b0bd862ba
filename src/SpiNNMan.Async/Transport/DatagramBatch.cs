using Microsoft.Extensions.ObjectPool;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>A batch of a pump: datagrams, then perhaps an error. It goes through the channel of the pump as one item.</summary>
internal sealed class DatagramBatch : IResettable
{
    /// <summary>The greatest number of datagrams in a batch.</summary>
    public const int Capacity = 32;

    /// <summary>Batches hold no buffers of their own, so all connections share them.</summary>
    private static readonly ObjectPool<DatagramBatch> s_pool = new DefaultObjectPool<DatagramBatch>(new DefaultPooledObjectPolicy<DatagramBatch>(), 1024);

    private readonly Datagram?[] _datagrams = new Datagram?[Capacity];

    /// <summary>The number of datagrams.</summary>
    public int Count { get; private set; }

    /// <summary>The error of the receive after the last datagram.</summary>
    public SpinnakerConnectionException? Error { get; set; }

    public bool IsFull => Count == Capacity;

    public static DatagramBatch Rent() => s_pool.Get();

    public void Add(Datagram datagram) => _datagrams[Count++] = datagram;

    /// <summary>Takes the datagram at <paramref name="index"/>. The caller owns it from then on.</summary>
    public Datagram Take(int index)
    {
        Datagram datagram = _datagrams[index]!;
        _datagrams[index] = null;
        return datagram;
    }

    /// <summary>Returns the batch to its pool, with every datagram that was not taken.</summary>
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
