using System.Net;
using System.Threading.Channels;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Tunnels;

/// <summary>One channel of a tunnel: to one board, or to all of a job's.</summary>
/// <remarks>Datagrams that are sent while the tunnel is broken are lost. Those that were sent before the first channel was open wait for it.</remarks>
internal sealed class TunnelSocket : IDatagramSocket
{
    private const int MostDatagram = 65507;
    private const int MostWaitingSends = 64;

    private readonly TunnelNetwork _network;
    private readonly Channel<Arrival> _arrivals;
    private readonly int _capacity;
    private readonly TaskCompletionSource _opened;
    private readonly Lock _gate = new();
    private List<byte[]>? _waitingSends = [];
    private SpinnakerConnectionException? _failure;
    private IPEndPoint _local;
    private int _waitingBytes;
    private bool _isDisposed;

    public TunnelSocket(TunnelNetwork network, IPEndPoint local, IPEndPoint? remote, ChipLocation chip, int receiveBufferSize, bool inline)
    {
        _network = network;
        _local = local;
        RemoteEndPoint = remote;
        Chip = chip;
        _capacity = receiveBufferSize;
        _opened = new TaskCompletionSource(inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        _arrivals = System.Threading.Channels.Channel.CreateUnbounded<Arrival>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    }

    /// <summary>Where the service received: known once the channel is open, if it is one to all boards.</summary>
    public IPEndPoint LocalEndPoint => Volatile.Read(ref _local);

    public IPEndPoint? RemoteEndPoint { get; }

    /// <summary>The chip with the board's Ethernet, if it is to one board.</summary>
    public ChipLocation Chip { get; }

    /// <summary>The number of the channel in the link that is open just now; 0 if it has none. The network's lock guards it.</summary>
    public uint Channel { get; set; }

    /// <summary>Ends when the channel is open for the first time, or with the error that it cannot be.</summary>
    public Task Opened => _opened.Task;

    public void Send(ReadOnlySpan<byte> datagram)
    {
        Check(datagram.Length);
        if (RemoteEndPoint is null)
            throw new SpinnakerConnectionException($"The channel at {LocalEndPoint} has no peer: say where to send, or open it with a remote address.");

        SendOrKeep(TunnelFrame.Message(0, datagram));
    }

    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Check(datagram.Length);
        if (RemoteEndPoint is not null)
        {
            if (!RemoteEndPoint.Equals(destination))
                throw new SpinnakerConnectionException($"The channel leads to {RemoteEndPoint} and nowhere else; {destination} needs one that is not connected.");

            Send(datagram);
            return;
        }

        ChipLocation chip = _network.Boards.ChipOf(destination.Address);
        SendOrKeep(TunnelFrame.MessageTo(0, chip.X, chip.Y, destination.Port, datagram));
    }

    public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Arrival arrival;
        try
        {
            arrival = await _arrivals.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }

        if (arrival.Error is { } error)
            throw error;

        Interlocked.Add(ref _waitingBytes, -arrival.Bytes.Length);
        int length = Math.Min(arrival.Bytes.Length, buffer.Length);
        arrival.Bytes.AsMemory(0, length).CopyTo(buffer);
        return new ReceivedLength(length, arrival.Sender);
    }

    /// <summary>The channel is open.</summary>
    /// <returns>The frames that waited for it; the channel's number is still to be put into them.</returns>
    public IReadOnlyList<byte[]> OnOpened(IPEndPoint? local)
    {
        List<byte[]> waiting;
        lock (_gate)
        {
            waiting = _waitingSends ?? [];
            _waitingSends = null;
            if (local is not null)
                Volatile.Write(ref _local, local);
        }

        _opened.TrySetResult();
        return waiting;
    }

    /// <summary>A datagram came. From whom is not said of a channel to all boards.</summary>
    public void Deliver(ReadOnlySpan<byte> datagram)
    {
        // A full receive buffer loses what comes, as that of a socket does.
        if (Interlocked.Add(ref _waitingBytes, datagram.Length) > _capacity)
            Interlocked.Add(ref _waitingBytes, -datagram.Length);
        else
            _arrivals.Writer.TryWrite(new Arrival(datagram.ToArray(), RemoteEndPoint ?? TunnelNetwork.Unknown, Error: null));
    }

    /// <summary>The channel cannot be opened, or there will be none any more.</summary>
    public void Fail(SpinnakerConnectionException error)
    {
        lock (_gate)
        {
            if (_failure is not null || _isDisposed)
                return;

            _failure = error;
            _waitingSends = null;
        }

        _arrivals.Writer.TryWrite(new Arrival([], RemoteEndPoint ?? TunnelNetwork.Unknown, error));
        if (_opened.TrySetException(error))
            _ = _opened.Task.Exception;
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return ValueTask.CompletedTask;

            _isDisposed = true;
            _waitingSends = null;
        }

        _network.Close(this);
        _arrivals.Writer.TryComplete();
        while (_arrivals.Reader.TryRead(out _))
        {
            // Datagrams that were not received by now never will be.
        }

        if (_opened.TrySetException(Closed()))
            _ = _opened.Task.Exception;

        return ValueTask.CompletedTask;
    }

    private void Check(int length)
    {
        lock (_gate)
        {
            if (_isDisposed)
                throw Closed();

            if (_failure is { } failure)
                throw failure;
        }

        if (length > MostDatagram)
            throw new SpinnakerConnectionException($"Sending {length} bytes failed: a UDP datagram cannot hold that many.");
    }

    /// <summary>Sends a frame whose channel is still to be put in; before the channel was open for the first time, it waits for that.</summary>
    private void SendOrKeep(byte[] frame)
    {
        lock (_gate)
        {
            if (_waitingSends is { } waiting)
            {
                if (waiting.Count < MostWaitingSends)
                    waiting.Add(frame);

                return;
            }
        }

        _network.Send(this, frame);
    }

    private SpinnakerConnectionClosedException Closed() => new($"The channel to {RemoteEndPoint?.ToString() ?? "all boards"} is closed.");

    private readonly record struct Arrival(byte[] Bytes, IPEndPoint Sender, SpinnakerConnectionException? Error);
}
