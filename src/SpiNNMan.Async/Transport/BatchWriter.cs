using System.Threading.Channels;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>Collects the datagrams of a pump, and writes them to the channel in batches. Datagrams that do not fit into the channel are dropped and counted.</summary>
internal sealed class BatchWriter(int capacity, int maxDatagramSize)
{
    // The reader is the dispatcher of the connection, which never runs code of users. So it may run on the thread of the pump, which saves a change of thread for each batch.
    private readonly Channel<DatagramBatch> _channel = Channel.CreateBounded<DatagramBatch>(new BoundedChannelOptions(capacity)
    {
        SingleReader = true,
        SingleWriter = true,
        AllowSynchronousContinuations = true,
    });

    private DatagramBatch? _batch;

    public ChannelReader<DatagramBatch> Reader => _channel.Reader;

    public PumpCounters Counters { get; } = new();

    /// <summary>The datagrams that are not in the channel yet.</summary>
    private DatagramBatch Batch => _batch ??= DatagramBatch.Rent();

    public void Add(Datagram datagram)
    {
        if (datagram.Length > maxDatagramSize)
        {
            Counters.CountTruncated();
            datagram.Dispose();

            // An empty batch follows. A sink that was not asked because this datagram waited must be asked now.
            _ = Batch;
            return;
        }

        Counters.CountReceived(datagram.Length);
        Batch.Add(datagram);
        if (Batch.IsFull)
            Flush();
    }

    /// <summary>Writes an error of the wire, after the datagrams that came before it.</summary>
    public void Add(SpinnakerConnectionException error)
    {
        Counters.CountError();
        Batch.Error = error;
        Flush();
    }

    /// <summary>Writes the datagrams that have come so far.</summary>
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

    /// <summary>Completes the channel.</summary>
    public void Complete() => _channel.Writer.TryComplete();
}
