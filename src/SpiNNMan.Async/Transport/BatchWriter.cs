using System.Threading.Channels;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>Collects what a pump receives, and writes it to the channel in batches. What the channel has no room for is dropped and counted.</summary>
internal sealed class BatchWriter(int capacity, int maxDatagramSize)
{
    // The reader is the connection's own dispatcher, which never runs user code: it may run on the pump, and saves a hop per batch.
    private readonly Channel<DatagramBatch> _channel = Channel.CreateBounded<DatagramBatch>(new BoundedChannelOptions(capacity)
    {
        SingleReader = true,
        SingleWriter = true,
        AllowSynchronousContinuations = true,
    });

    private DatagramBatch? _batch;

    public ChannelReader<DatagramBatch> Reader => _channel.Reader;

    public PumpCounters Counters { get; } = new();

    /// <summary>What has come and is not in the channel yet.</summary>
    private DatagramBatch Batch => _batch ??= DatagramBatch.Rent();

    public void Add(Datagram datagram)
    {
        if (datagram.Length > maxDatagramSize)
        {
            Counters.CountTruncated();
            datagram.Dispose();
            return;
        }

        Counters.CountReceived(datagram.Length);
        Batch.Add(datagram);
        if (Batch.IsFull)
            Flush();
    }

    /// <summary>Writes an error of the wire, after what came before it.</summary>
    public void Add(SpinnakerConnectionException error)
    {
        Counters.CountError();
        Batch.Error = error;
        Flush();
    }

    /// <summary>Writes what has come so far.</summary>
    public void Flush()
    {
        if (_batch is not { } batch)
            return;

        _batch = null;
        int count = batch.Count;
        if (!_channel.Writer.TryWrite(batch))
        {
            Counters.CountDropped(count);
            batch.Return();
        }
    }

    /// <summary>Says that nothing more will come.</summary>
    public void Complete() => _channel.Writer.TryComplete();
}
