using System.Net;
using System.Threading.Channels;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>One end of an <see cref="InMemoryNetwork"/>.</summary>
internal sealed class InMemorySocket : IDatagramSocket
{
    /// <summary>The greatest length of a UDP datagram over IPv4.</summary>
    private const int MaxDatagramSize = 65507;

    private readonly InMemoryNetwork _network;
    private readonly Channel<Arrival> _arrivals;
    private readonly int _capacity;
    private int _waitingBytes;
    private long _overflowed;

    public InMemorySocket(InMemoryNetwork network, IPEndPoint local, IPEndPoint? remote, int receiveBufferSize)
    {
        _network = network;
        _capacity = receiveBufferSize;
        LocalEndPoint = local;
        RemoteEndPoint = remote;

        // Synchronous continuations: on a simulated clock the receiver runs within the clock's step.
        _arrivals = Channel.CreateUnbounded<Arrival>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    }

    public IPEndPoint LocalEndPoint { get; }

    public IPEndPoint? RemoteEndPoint { get; }

    public long? Overflowed => Volatile.Read(ref _overflowed);

    public void Send(ReadOnlySpan<byte> datagram) => SendTo(
        datagram,
        RemoteEndPoint ?? throw new SpinnakerConnectionException($"The socket at {LocalEndPoint} has no peer: say where to send, or open it with a remote address."));

    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination)
    {
        if (_arrivals.Reader.Completion.IsCompleted)
            throw Closed();

        if (datagram.Length > MaxDatagramSize)
            throw new SpinnakerConnectionException($"Sending {datagram.Length} bytes to {destination} failed: a UDP datagram cannot hold that many.");

        _network.Carry(this, datagram, destination);
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

    public void Deliver(byte[] bytes, IPEndPoint sender)
    {
        if (RemoteEndPoint is not null && !RemoteEndPoint.Equals(sender))
            return;

        // A full receive buffer loses datagrams, as a real one does.
        if (Interlocked.Add(ref _waitingBytes, bytes.Length) > _capacity)
        {
            Interlocked.Add(ref _waitingBytes, -bytes.Length);
            Interlocked.Increment(ref _overflowed);
        }
        else
        {
            _arrivals.Writer.TryWrite(new Arrival(bytes, sender, Error: null));
        }
    }

    public void Refuse(IPEndPoint destination)
    {
        var error = new SpinnakerConnectionException($"Receiving from {destination} at {LocalEndPoint} failed: nothing listens there; is the board switched on, and is the port right?");
        _arrivals.Writer.TryWrite(new Arrival([], destination, error));
    }

    public ValueTask DisposeAsync()
    {
        _network.Close(this);
        _arrivals.Writer.TryComplete();
        while (_arrivals.Reader.TryRead(out _))
        {
            // Datagrams that were not received by now never will be.
        }

        return ValueTask.CompletedTask;
    }

    private SpinnakerConnectionClosedException Closed() => new($"The socket at {LocalEndPoint} is closed.");

    private readonly record struct Arrival(byte[] Bytes, IPEndPoint Sender, SpinnakerConnectionException? Error);
}
