namespace SpiNNMan.Async.Transport;

/// <summary>The buffers into which a pump receives next.</summary>
internal sealed class SpareBuffers
{
    /// <summary>The most memory that waits for datagrams to come.</summary>
    private const int MostBytes = 1 << 18;

    private readonly DatagramPool _pool;
    private Datagram[] _spares;
    private int _holding;

    public SpareBuffers(DatagramPool pool)
    {
        _pool = pool;
        _spares = new Datagram[Math.Clamp(MostBytes / pool.MaxDatagramSize, 1, DatagramBatch.Capacity)];
    }

    /// <summary>How many are rented.</summary>
    public int Holding => Volatile.Read(ref _holding);

    /// <summary>Keeps fewer from now on. To be called when none is rented.</summary>
    public void Limit(int count) => _spares = new Datagram[Math.Min(_spares.Length, count)];

    /// <summary>Rents what is missing.</summary>
    public Datagram[] Rent()
    {
        if (_holding == _spares.Length)
            return _spares;

        for (int index = 0; index < _spares.Length; index++)
            _spares[index] ??= _pool.Rent();

        Volatile.Write(ref _holding, _spares.Length);
        return _spares;
    }

    /// <summary>Gives those away that were received into, the first ones.</summary>
    public void MoveTo(BatchWriter writer, int count)
    {
        Volatile.Write(ref _holding, _holding - count);
        for (int index = 0; index < count; index++)
        {
            Datagram datagram = _spares[index];
            _spares[index] = null!;
            writer.Add(datagram);
        }
    }

    /// <summary>Returns all.</summary>
    public void Return()
    {
        for (int index = 0; index < _spares.Length; index++)
        {
            _spares[index]?.Dispose();
            _spares[index] = null!;
        }

        Volatile.Write(ref _holding, 0);
    }
}
