using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A board that serves one request after the other, has so many places for those that wait, and loses what finds none.</summary>
internal sealed class QueueingBoard : IAsyncDisposable
{
    private readonly IDatagramSocket _socket;
    private readonly TimeProvider _time;
    private readonly TimeSpan _service;
    private readonly int _places;
    private readonly LinkFaults _faults;
    private readonly Random _random;
    private readonly Queue<(byte[] Request, IPEndPoint Client)> _waiting = new();
    private readonly ITimer _served;
    private readonly Task _serving;

    public QueueingBoard(SimulatedWorld world, TimeSpan service, int places = int.MaxValue, LinkFaults? faults = null)
    {
        _time = world.Time;
        _service = service;
        _places = places;
        _faults = faults ?? LinkFaults.None;
        _random = new Random(_faults.Seed);
        _served = _time.CreateTimer(_ => Serve(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _socket = world.Network.Open(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = ReceiveAsync();
    }

    public IPEndPoint EndPoint => _socket.LocalEndPoint;

    /// <summary>Requests that came, those lost on the way included.</summary>
    public int Received { get; private set; }

    /// <summary>Requests that found no place.</summary>
    public int Dropped { get; private set; }

    /// <summary>Exchanges that the network lost.</summary>
    public int Lost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        await _served.DisposeAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[2048];
        while (true)
        {
            ReceivedLength received = await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            Received++;
            if (_random.NextDouble() < _faults.Loss / 2)
            {
                Lost++;
                continue;
            }

            if (_waiting.Count >= _places)
            {
                Dropped++;
                continue;
            }

            _waiting.Enqueue((buffer[..received.Length], received.RemoteEndPoint));
            if (_waiting.Count == 1)
                _served.Change(_service, Timeout.InfiniteTimeSpan);
        }
    }

    private void Serve()
    {
        (byte[] request, IPEndPoint client) = _waiting.Dequeue();
        if (_waiting.Count > 0)
            _served.Change(_service, Timeout.InfiniteTimeSpan);

        if (_random.NextDouble() < _faults.Loss / 2)
        {
            Lost++;
            return;
        }

        byte[] reply = ScriptedBoard.Answer(request);
        Send(reply, client, _random.NextDouble() < _faults.Reordering ? _faults.ReorderingDelay * _random.NextDouble() : TimeSpan.Zero);
        if (_random.NextDouble() < _faults.Duplication)
            Send(reply, client, TimeSpan.FromMicroseconds(20));
    }

    private void Send(byte[] reply, IPEndPoint client, TimeSpan delay)
    {
        try
        {
            if (delay <= TimeSpan.Zero)
            {
                _socket.SendTo(reply, client);
                return;
            }

            ITimer? timer = null;
            timer = _time.CreateTimer(
                _ =>
                {
                    timer!.Dispose();
                    Send(reply, client, TimeSpan.Zero);
                },
                null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
        catch (SpinnakerConnectionClosedException)
        {
            // The test is over.
        }
    }
}
