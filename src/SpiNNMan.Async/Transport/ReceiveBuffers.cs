namespace SpiNNMan.Async.Transport;

/// <summary>The buffers into which a pump receives next.</summary>
internal sealed class ReceiveBuffers
{
    /// <summary>The greatest memory that waits for datagrams.</summary>
    private const int MostBytes = 1 << 18;

    private readonly DatagramPool _pool;
    private Datagram[] _buffers;
    private int _holding;

    public ReceiveBuffers(DatagramPool pool)
    {
        _pool = pool;
        _buffers = new Datagram[Math.Clamp(MostBytes / pool.MaxDatagramSize, 1, DatagramBatch.Capacity)];
    }

    /// <summary>The number of rented buffers.</summary>
    public int Holding => Volatile.Read(ref _holding);

    /// <summary>Keeps fewer buffers from now on. It is called when none is rented.</summary>
    public void Limit(int count) => _buffers = new Datagram[Math.Min(_buffers.Length, count)];

    /// <summary>Rents the missing buffers.</summary>
    public Datagram[] Rent()
    {
        if (_holding == _buffers.Length)
            return _buffers;

        _pool.Fill((Datagram?[])_buffers);
        Volatile.Write(ref _holding, _buffers.Length);
        return _buffers;
    }

    /// <summary>Gives away the first buffers, which have datagrams.</summary>
    public void MoveTo(BatchWriter writer, int count)
    {
        Volatile.Write(ref _holding, _holding - count);
        for (int index = 0; index < count; index++)
        {
            Datagram datagram = _buffers[index];
            _buffers[index] = null!;
            writer.Add(datagram);
        }
    }

    /// <summary>Returns all.</summary>
    public void Return()
    {
        for (int index = 0; index < _buffers.Length; index++)
        {
            _buffers[index]?.Dispose();
            _buffers[index] = null!;
        }

        Volatile.Write(ref _holding, 0);
    }
}
