using System.Diagnostics.CodeAnalysis;
using System.Net;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>A network of datagram sockets that exists in this process only.</summary>
/// <remarks>
/// Datagrams arrive after the latency, in the order they were sent, by timers of the given clock. On a simulated clock nothing
/// moves until the clock does, and everything happens in the same order each time. Any address may be bound. If the peer of a connected
/// socket does not exist, the socket gets a refusal for each datagram, as on Linux.
/// </remarks>
/// <param name="timeProvider">The clock; the system's by default.</param>
/// <param name="latency">How long a datagram travels, at least a microsecond. The default is 50 microseconds.</param>
public sealed class InMemoryNetwork(TimeProvider? timeProvider = null, TimeSpan? latency = null) : IDatagramNetwork
{
    private const int FirstEphemeralPort = 49152;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPEndPoint, InMemorySocket> _sockets = [];
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;
    private readonly TimeSpan _latency = CheckLatency(latency ?? TimeSpan.FromMicroseconds(50));
    private readonly Queue<Flight> _flights = new();
    private long _departed;
    private long _landed;
    private bool _delivering;
    private int _nextPort = FirstEphemeralPort;

    /// <inheritdoc/>
    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false)
    {
        lock (_gate)
        {
            IPAddress address = remote is not null && local.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : local.Address;
            var bound = new IPEndPoint(address, local.Port == 0 ? FreePort(address) : local.Port);
            var socket = new InMemorySocket(this, bound, remote, receiveBufferSize);
            if (!_sockets.TryAdd(bound, socket))
                throw new SpinnakerConnectionException($"{bound} is taken in this in-memory network.");

            return socket;
        }
    }

    internal void Carry(InMemorySocket sender, ReadOnlySpan<byte> bytes, IPEndPoint destination)
    {
        Flight flight;
        lock (_gate)
        {
            flight = new Flight(this, ++_departed, sender, bytes.ToArray(), destination);
            _flights.Enqueue(flight);
        }

        flight.Depart(_timeProvider, _latency);
    }

    internal void Close(InMemorySocket socket)
    {
        lock (_gate)
            _sockets.Remove(socket.LocalEndPoint);
    }

    private static TimeSpan CheckLatency(TimeSpan latency) =>
        OptionChecks.Positive(latency, nameof(latency));

    private int FreePort(IPAddress address)
    {
        while (_sockets.ContainsKey(new IPEndPoint(address, _nextPort)))
            Advance();

        int port = _nextPort;
        Advance();
        return port;

        void Advance() => _nextPort = _nextPort == IPEndPoint.MaxPort ? FirstEphemeralPort : _nextPort + 1;
    }

    /// <summary>Delivers all datagrams up to this number, in order. Timers of the clock of the system may overtake each other.</summary>
    private void Land(long number)
    {
        lock (_gate)
        {
            _landed = Math.Max(_landed, number);
            if (_delivering)
                return;

            _delivering = true;
        }

        while (TryTakeLanded(out Flight? flight, out InMemorySocket? receiver))
        {
            // Outside the lock: the receiver runs from here, and may send.
            if (receiver is not null)
                receiver.Deliver(flight.Bytes, flight.Sender.LocalEndPoint);
            else if (flight.Sender.RemoteEndPoint is not null)
                flight.Sender.Refuse(flight.Destination);
        }
    }

    private bool TryTakeLanded([NotNullWhen(true)] out Flight? flight, out InMemorySocket? receiver)
    {
        lock (_gate)
        {
            receiver = null;
            if (!_flights.TryPeek(out flight) || flight.Number > _landed)
            {
                _delivering = false;
                flight = null;
                return false;
            }

            _flights.Dequeue();
            if (!_sockets.TryGetValue(flight.Destination, out receiver))
                _sockets.TryGetValue(new IPEndPoint(IPAddress.Any, flight.Destination.Port), out receiver);

            return true;
        }
    }

    private sealed class Flight(InMemoryNetwork network, long number, InMemorySocket sender, byte[] bytes, IPEndPoint destination)
    {
        private ITimer? _timer;

        public long Number => number;

        public InMemorySocket Sender => sender;

        public byte[] Bytes => bytes;

        public IPEndPoint Destination => destination;

        public void Depart(TimeProvider timeProvider, TimeSpan latency)
        {
            // Started only when the field is set, so that the arrival always finds the timer it has to dispose of.
            _timer = timeProvider.CreateTimer(static state => ((Flight)state!).Land(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(latency, Timeout.InfiniteTimeSpan);
        }

        private void Land()
        {
            _timer!.Dispose();
            network.Land(number);
        }
    }
}
