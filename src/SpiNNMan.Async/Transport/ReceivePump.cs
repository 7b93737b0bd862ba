using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>The one receiver of a socket: reads datagrams into pooled buffers and writes them, in batches, to a bounded channel.</summary>
/// <remarks>
/// It looks into no datagram and runs nobody else's code. An error of the wire goes through the channel like a datagram and the pump goes on:
/// only the socket's disposal ends it, and that completes the channel. What the channel has no room for is dropped and counted.
/// While there are few, a pump has a thread of its own; beyond that, and for sockets that are not the system's, it awaits.
/// </remarks>
internal sealed class ReceivePump : IAsyncDisposable
{
    /// <summary>Batches that may wait for a reader that does not keep up.</summary>
    private const int ChannelCapacity = 256;

    /// <summary>Errors in a row, with nothing received between them, after which the pump takes a breath before each further receive.</summary>
    private const int PatienceWithErrors = 8;

    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(10);

    private readonly IDatagramSocket _socket;
    private readonly DatagramPool _pool;
    private readonly TimeProvider _timeProvider;
    private readonly Channel<DatagramBatch> _channel;
    private readonly CancellationTokenSource _stop = new();
    private DatagramBatch _batch = DatagramBatch.Rent();
    private int _errorsInARow;
    private Task _running = Task.CompletedTask;
    private bool _disposed;

    public ReceivePump(IDatagramSocket socket, DatagramPool pool, TimeProvider timeProvider, int channelCapacity = ChannelCapacity)
    {
        _socket = socket;
        _pool = pool;
        _timeProvider = timeProvider;

        // The reader is the connection's own dispatcher, which never runs user code: it may run on the pump, and saves a hop per batch.
        _channel = Channel.CreateBounded<DatagramBatch>(new BoundedChannelOptions(channelCapacity)
        {
            SingleReader = true,
            SingleWriter = true,
            AllowSynchronousContinuations = true,
        });
    }

    /// <summary>What was received; completes when the socket is disposed.</summary>
    public ChannelReader<DatagramBatch> Batches => _channel.Reader;

    public PumpCounters Counters { get; } = new();

    /// <summary>Begins to receive. To be called once.</summary>
    public void Start()
    {
        if (_socket is not IBlockingReceiver receiver || !PumpThreads.TryStart(() => Run(receiver), out _running))
            _running = RunAsync();
    }

    /// <summary>Disposes the socket, waits until the pump has ended, and returns what nobody read.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;

        await _stop.CancelAsync().ConfigureAwait(false);
        await _socket.DisposeAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await ReceiveOneAsync().ConfigureAwait(false))
            {
                // Until the socket is disposed.
            }
        }
        finally
        {
            End();
        }
    }

    /// <summary>The same on a thread of its own.</summary>
    private void Run(IBlockingReceiver receiver)
    {
        try
        {
            while (ReceiveOne(receiver))
            {
                // Until the socket is disposed.
            }
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        // What came just before the end has come all the same.
        Flush();
        _batch.Return();
        _channel.Writer.TryComplete();
    }

    /// <summary>Receives one datagram or one error; <see langword="false"/> when the socket is closed.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveOneAsync()
    {
        Datagram datagram = _pool.Rent();
        try
        {
            ValueTask<ReceivedLength> receiving = _socket.ReceiveAsync(datagram.Buffer, CancellationToken.None);

            // Nothing more is waiting: what came so far goes on before the pump sleeps.
            if (!receiving.IsCompleted)
                Flush();

            ReceivedLength received = await receiving.ConfigureAwait(false);
            _errorsInARow = 0;
            Add(datagram, received);
            return true;
        }
        catch (SpinnakerConnectionClosedException)
        {
            datagram.Dispose();
            return false;
        }
        catch (SpinnakerConnectionException error)
        {
            datagram.Dispose();
            PassOn(error);
            return await RecoverAsync().ConfigureAwait(false);
        }
    }

    private bool ReceiveOne(IBlockingReceiver receiver)
    {
        Datagram datagram = _pool.Rent();
        try
        {
            if (!receiver.HasWaiting)
                Flush();

            ReceivedLength received = receiver.Receive(datagram.Buffer);
            _errorsInARow = 0;
            Add(datagram, received);
            return true;
        }
        catch (SpinnakerConnectionClosedException)
        {
            datagram.Dispose();
            return false;
        }
        catch (SpinnakerConnectionException error)
        {
            datagram.Dispose();
            PassOn(error);
            return ++_errorsInARow < PatienceWithErrors || !_stop.Token.WaitHandle.WaitOne(s_breath);
        }
    }

    private void PassOn(SpinnakerConnectionException error)
    {
        Counters.CountError();
        _batch.Error = error;
        Flush();
    }

    private void Add(Datagram datagram, ReceivedLength received)
    {
        if (received.Length > _pool.MaxDatagramSize)
        {
            Counters.CountTruncated();
            datagram.Dispose();
            return;
        }

        datagram.Length = received.Length;
        datagram.RemoteEndPoint = received.RemoteEndPoint;
        Counters.CountReceived(received.Length);
        _batch.Add(datagram);
        if (_batch.IsFull)
            Flush();
    }

    private void Flush()
    {
        if (_batch.Count == 0 && _batch.Error is null)
            return;

        DatagramBatch batch = _batch;
        _batch = DatagramBatch.Rent();
        int count = batch.Count;
        if (!_channel.Writer.TryWrite(batch))
        {
            Counters.CountDropped(count);
            batch.Return();
        }
    }

    /// <summary>Keeps a socket that reports one error after the other from taking a whole core.</summary>
    private async ValueTask<bool> RecoverAsync()
    {
        if (++_errorsInARow < PatienceWithErrors)
            return true;

        try
        {
            await Task.Delay(s_breath, _timeProvider, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
