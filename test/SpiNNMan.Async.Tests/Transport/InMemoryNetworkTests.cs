using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Transport;

[CancelAfter(20_000)]
internal sealed class InMemoryNetworkTests
{
    private static readonly IPEndPoint s_board = new(IPAddress.Parse("10.11.193.1"), 17893);

    private readonly SimulatedTime _time = new();
    private readonly InMemoryNetwork _network;

    public InMemoryNetworkTests() => _network = new InMemoryNetwork(_time, TimeSpan.FromMilliseconds(1));

    [Test]
    public async Task A_datagram_arrives_after_the_latency(CancellationToken token)
    {
        await using IDatagramSocket board = _network.Open(s_board);
        await using IDatagramSocket host = _network.Open(new IPEndPoint(IPAddress.Any, 0), s_board);
        var buffer = new byte[10];
        ValueTask<ReceivedLength> receiving = board.ReceiveAsync(buffer, token);

        host.Send([1, 2, 3]);
        _time.Advance(TimeSpan.FromMilliseconds(0.9));
        Assert.That(receiving.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(0.1));

        Assert.That(await receiving, Is.EqualTo(new ReceivedLength(3, host.LocalEndPoint)));
        Assert.That(buffer[..3], Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Datagrams_arrive_in_order_on_the_system_s_clock_too(CancellationToken token)
    {
        var network = new InMemoryNetwork();
        await using IDatagramSocket board = network.Open(s_board);
        await using IDatagramSocket host = network.Open(new IPEndPoint(IPAddress.Any, 0), s_board);
        for (int number = 0; number < 2000; number++)
            host.Send(BitConverter.GetBytes(number));

        var buffer = new byte[4];
        for (int number = 0; number < 2000; number++)
        {
            await board.ReceiveAsync(buffer, token);
            Assert.That(BitConverter.ToInt32(buffer), Is.EqualTo(number));
        }
    }

    [Test]
    public void A_port_is_taken_once() => Assert.That(
        () =>
        {
            _network.Open(s_board);
            _network.Open(s_board);
        },
        Throws.TypeOf<SpinnakerConnectionException>());

    [Test]
    public async Task A_port_is_free_again_after_disposal()
    {
        await _network.Open(s_board).DisposeAsync();

        await using IDatagramSocket again = _network.Open(s_board);
        Assert.That(again.LocalEndPoint, Is.EqualTo(s_board));
    }

    [Test]
    public async Task A_connected_socket_hears_of_refusals_and_an_unconnected_one_does_not(CancellationToken token)
    {
        await using IDatagramSocket connected = _network.Open(new IPEndPoint(IPAddress.Any, 0), s_board);
        await using IDatagramSocket unconnected = _network.Open(new IPEndPoint(IPAddress.Loopback, 0));

        connected.Send([1]);
        unconnected.SendTo([1], s_board);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(async () => await connected.ReceiveAsync(new byte[1], token), Throws.TypeOf<SpinnakerConnectionException>());
        Assert.That(unconnected.ReceiveAsync(new byte[1], token).IsCompleted, Is.False);
    }

    [Test]
    public async Task A_full_receive_buffer_loses_what_comes(CancellationToken token)
    {
        await using IDatagramSocket board = _network.Open(s_board, receiveBufferSize: 10);
        await using IDatagramSocket host = _network.Open(new IPEndPoint(IPAddress.Any, 0), s_board);
        host.Send(new byte[6]);
        host.Send(new byte[6]);
        host.Send(new byte[4]);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await board.ReceiveAsync(new byte[10], token)).Length, Is.EqualTo(6));
        Assert.That((await board.ReceiveAsync(new byte[10], token)).Length, Is.EqualTo(4));
    }

    [Test]
    public async Task Disposal_wakes_who_is_receiving(CancellationToken token)
    {
        IDatagramSocket socket = _network.Open(s_board);
        Task<ReceivedLength> receiving = socket.ReceiveAsync(new byte[1], token).AsTask();

        await socket.DisposeAsync();

        Assert.That(async () => await receiving, Throws.TypeOf<SpinnakerConnectionClosedException>());
        Assert.That(() => socket.SendTo([1], s_board), Throws.TypeOf<SpinnakerConnectionClosedException>());
    }
}
