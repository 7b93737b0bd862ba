using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>Something that answers commands as a test says, and does to datagrams what faults do. Shares no code with the simulator.</summary>
internal sealed class ScriptedBoard : IAsyncDisposable
{
    private readonly IDatagramSocket _socket;
    private readonly TimeProvider _time;
    private readonly LinkFaults _faults;
    private readonly Random _random;
    private readonly Func<byte[], IEnumerable<byte[]>> _answer;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Departure, bool> _departures = new();
    private readonly Task _serving;

    public ScriptedBoard(
        IDatagramNetwork network, TimeProvider time, LinkFaults? faults = null, Func<byte[], IEnumerable<byte[]>>? answer = null)
    {
        _time = time;
        _faults = faults ?? LinkFaults.None;
        _random = new Random(_faults.Seed);
        _answer = answer ?? (request => [Answer(request)]);
        _socket = network.Open(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = ServeAsync();
    }

    public IPEndPoint EndPoint => _socket.LocalEndPoint;

    /// <summary>Every datagram that arrived, as it came.</summary>
    public List<byte[]> Received { get; } = [];

    /// <summary>Who sent the last.</summary>
    public IPEndPoint? Client { get; private set; }

    /// <summary>The byte that memory holds at an address.</summary>
    public static byte ByteAt(uint address) => (byte)((address * 2654435761u) >> 23);

    /// <summary>What memory holds from an address on.</summary>
    public static byte[] MemoryAt(uint address, int length)
    {
        var bytes = new byte[length];
        for (int index = 0; index < length; index++)
            bytes[index] = ByteAt(address + (uint)index);
        return bytes;
    }

    /// <summary>A reply to a request, from whom it went to, with this result and payload.</summary>
    public static byte[] Reply(byte[] request, ScpResult result = ScpResult.Ok, params byte[] payload)
    {
        var reply = new byte[14 + payload.Length];
        reply[2] = (byte)(request[2] & 0x7F);
        reply[3] = 8;
        reply[4] = request[5];
        reply[5] = request[4];
        reply[6] = request[8];
        reply[7] = request[9];
        reply[8] = request[6];
        reply[9] = request[7];
        BinaryPrimitives.WriteUInt16LittleEndian(reply.AsSpan(10), (ushort)result);
        request.AsSpan(12, 2).CopyTo(reply.AsSpan(12));
        payload.CopyTo(reply, 14);
        return reply;
    }

    /// <summary>What a healthy board answers: reads give <see cref="MemoryAt"/>, everything else an acknowledgement.</summary>
    public static byte[] Answer(byte[] request)
    {
        if (CommandOf(request) != ScpCommand.Read)
            return Reply(request);

        uint address = BinaryPrimitives.ReadUInt32LittleEndian(request.AsSpan(14));
        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(request.AsSpan(18));
        return Reply(request, ScpResult.Ok, MemoryAt(address, length));
    }

    public static ScpCommand CommandOf(byte[] datagram) => (ScpCommand)BinaryPrimitives.ReadUInt16LittleEndian(datagram.AsSpan(10));

    public static ushort SequenceOf(byte[] datagram) => BinaryPrimitives.ReadUInt16LittleEndian(datagram.AsSpan(12));

    /// <summary>Sends a datagram nobody asked for.</summary>
    public void Send(byte[] datagram, IPEndPoint destination) => _socket.SendTo(datagram, destination);

    /// <summary>Sends an answer after a while, faults included.</summary>
    public void SendLater(byte[] datagram, TimeSpan delay, IPEndPoint destination)
    {
        if (delay <= TimeSpan.Zero)
            _socket.SendTo(datagram, destination);
        else
            new Departure(this, datagram, destination).Schedule(delay);
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[2048];
        while (true)
        {
            ReceivedLength received;
            try
            {
                received = await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SpinnakerConnectionClosedException)
            {
                return;
            }

            byte[] request = buffer.AsSpan(0, received.Length).ToArray();
            Client = received.RemoteEndPoint;
            foreach (TimeSpan delay in Deliveries())
            {
                if (delay <= TimeSpan.Zero)
                    Handle(request, received.RemoteEndPoint);
                else
                    new Departure(this, request, received.RemoteEndPoint, arrives: true).Schedule(delay);
            }
        }
    }

    private void Handle(byte[] request, IPEndPoint client)
    {
        lock (_gate)
            Received.Add(request);

        foreach (byte[] reply in _answer(request))
        {
            foreach (TimeSpan delay in Deliveries())
                SendLater(reply, delay, client);
        }
    }

    /// <summary>When copies of a datagram arrive, after how long: none if it is lost.</summary>
    private List<TimeSpan> Deliveries()
    {
        lock (_gate)
        {
            List<TimeSpan> deliveries = [];
            if (_random.NextDouble() >= _faults.Loss)
                deliveries.Add(Delay());
            if (_random.NextDouble() < _faults.Duplication)
                deliveries.Add(Delay());
            return deliveries;
        }
    }

    private TimeSpan Delay() => _random.NextDouble() < _faults.Reordering ? _faults.ReorderingDelay * _random.NextDouble() : TimeSpan.Zero;

    private sealed class Departure(ScriptedBoard board, byte[] datagram, IPEndPoint peer, bool arrives = false)
    {
        private ITimer? _timer;

        public void Schedule(TimeSpan delay)
        {
            board._departures[this] = true;
            _timer = board._time.CreateTimer(static state => ((Departure)state!).Go(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
        }

        private void Go()
        {
            board._departures.TryRemove(this, out _);
            _timer!.Dispose();
            try
            {
                if (arrives)
                    board.Handle(datagram, peer);
                else
                    board._socket.SendTo(datagram, peer);
            }
            catch (SpinnakerConnectionClosedException)
            {
                // The test is over.
            }
        }
    }
}
