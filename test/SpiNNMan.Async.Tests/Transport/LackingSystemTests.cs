using System.Net;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Transport.Native;

namespace SpiNNMan.Async.Tests.Transport;

/// <summary>On kernels and in sandboxes that have not all of the calls for many datagrams, everything works with those for one.</summary>
[Platform(Include = "Linux", Reason = "They are Linux's calls.")]
[CancelAfter(120_000)]
internal sealed class LackingSystemTests
{
    private const int NoBufferSpace = 105;

    // More than have threads of their own, so that some share the event loop.
    private const int Connections = PumpThreads.Most + 3;

    private static readonly byte[] s_eight = new byte[8];

    [TestCase(ErrorNumbers.NoSuchCall)]
    [TestCase(ErrorNumbers.NotPermitted)]
    [TestCase(ErrorNumbers.AccessDenied)]
    [TestCase(ErrorNumbers.NotSupported)]
    public async Task Memory_is_read_and_written_all_the_same_and_the_log_says_so_once(int error, CancellationToken token)
    {
        var system = new LackingSystem { ReceiveMessagesError = error, SendMessagesError = error, SegmentsError = error };
        var log = new KeptLog();
        var options = new ScampConnectionOptions { Network = UdpNetwork.By(system), LoggerFactory = log };
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        var connections = new List<ScampConnection>();
        for (int index = 0; index < Connections; index++)
            connections.Add(await ScampConnection.ConnectAsync(board.EndPoint, options, token));

        await Task.WhenAll(connections.Select(async scamp =>
        {
            byte[] data = await scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, 20_001, token);
            Assert.That(data.AsSpan().SequenceEqual(ScriptedBoard.MemoryAt(0x6000_0000, 20_001)), Is.True);
        }));
        foreach (ScampConnection scamp in connections)
            await scamp.DisposeAsync();

        // Each pump may have asked at the same time for the first time.
        Assert.That(system.ReceivingMany, Is.InRange(1, Connections));
        string[] said = [.. log.Said.Where(static line => line.Level == LogLevel.Warning).Select(static line => line.Text)];
        Assert.That(said.Count(static text => text.Contains("recvmmsg", StringComparison.Ordinal)), Is.EqualTo(1), string.Join('\n', said));
        Assert.That(said[0], Does.Contain("one by one"));
    }

    [TestCase(ErrorNumbers.NoMemory)]
    [TestCase(ErrorNumbers.NoBufferSpace)]
    public async Task A_shortage_of_memory_ends_no_request_and_is_said_once(int error, CancellationToken token)
    {
        var log = new KeptLog();
        UdpNetwork network = UdpNetwork.By(new LackingSystem { ReceiveMessagesError = error, ReceiveMessagesFailures = 20 });
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        var options = new ScampConnectionOptions { Network = network, LoggerFactory = log, GiveUpAfter = TimeSpan.FromSeconds(60) };
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, options, token);

        byte[] data = await scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, 5000, token);

        Assert.That(data.AsSpan().SequenceEqual(ScriptedBoard.MemoryAt(0x6000_0000, 5000)), Is.True);
        Assert.That((scamp.Statistics.ReceiveShortages, scamp.Statistics.WireErrors), Is.EqualTo((20L, 0L)));
        Assert.That(log.Said.Count(static line => line.Text.Contains("no memory", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Nobody_who_does_not_listen_takes_the_news_from_who_does(CancellationToken token)
    {
        var log = new KeptLog();
        UdpNetwork network = UdpNetwork.By(new LackingSystem { ReceiveMessagesError = ErrorNumbers.NoSuchCall });
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        await using ScampConnection deaf = await ScampConnection.ConnectAsync(board.EndPoint, new ScampConnectionOptions { Network = network }, token);
        await deaf.ReadMemoryAsync(new ChipLocation(0, 0), 0, 256, token);
        await using ScampConnection listening = await ScampConnection.ConnectAsync(board.EndPoint, new ScampConnectionOptions { Network = network, LoggerFactory = log }, token);
        await listening.ReadMemoryAsync(new ChipLocation(0, 0), 0, 256, token);

        Assert.That(log.Said, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_refusal_by_the_peer_is_heard(CancellationToken token)
    {
        UdpNetwork network = UdpNetwork.By(new LackingSystem { ReceiveMessagesError = ErrorNumbers.NoSuchCall, SendMessagesError = ErrorNumbers.NoSuchCall });
        var nowhere = new IPEndPoint(IPAddress.Loopback, await Udp.ClosedPortAsync(token));
        var connections = new List<ScampConnection>();
        for (int index = 0; index < Connections; index++)
            connections.Add(await ScampConnection.ConnectAsync(nowhere, new ScampConnectionOptions { Network = network }, token));

        foreach (ScampConnection scamp in connections)
        {
            Assert.That(async () => await scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0, 10_000, token), Throws.TypeOf<SpinnakerConnectionException>());
            await scamp.DisposeAsync();
        }
    }

    [Test]
    public async Task An_error_after_datagrams_is_told_after_them(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        UdpNetwork network = UdpNetwork.By(new LackingSystem { ReceiveMessagesError = ErrorNumbers.NoSuchCall });
        await using IDatagramSocket socket = network.Open(new IPEndPoint(IPAddress.Loopback, 0), peer.EndPoint());
        await peer.SendToAsync(s_eight, socket.LocalEndPoint, token);
        await peer.CloseAsync();

        // The answer to this is that nothing listens there any more.
        socket.Send(s_eight);
        var pool = new DatagramPool(300);
        Datagram[] buffers = [pool.Rent(), pool.Rent()];
        var receiver = (IBatchReceiver)socket;
        int first = 0;
        while (first == 0)
            first = Receive();

        Assert.That(first is 1 or -1, Is.True);
        Assert.That(Receive() + first, Is.Zero, "One datagram and one error, in the order in which the system tells them.");

        int Receive()
        {
            try
            {
                return receiver.Receive(buffers, wait: true);
            }
            catch (SpinnakerConnectionException)
            {
                return -1;
            }
        }
    }

    [TestCase(ErrorNumbers.NoSuchCall, 1)]
    [TestCase(ErrorNumbers.NotPermitted, 3)]
    public async Task Sending_together_is_not_tried_again_where_it_is_not_to_be_had(int error, int tries, CancellationToken token)
    {
        var system = new LackingSystem { SendMessagesError = error, SegmentsError = error };
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using var socket = (UdpDatagramSocket)UdpNetwork.By(system).Open(new IPEndPoint(IPAddress.Loopback, 0), peer.EndPoint());
        using var pair = new Pair();
        for (int round = 0; round < 10; round++)
        {
            Assert.That(socket.Send(pair.Datagrams), Is.Zero);
            socket.Send(s_eight);
        }

        Assert.That(system.SendingMany, Is.EqualTo(tries));
    }

    [Test]
    public async Task A_firewall_is_no_sandbox(CancellationToken token)
    {
        var system = new LackingSystem { SendMessagesError = ErrorNumbers.NotPermitted, SegmentsError = ErrorNumbers.NotPermitted };
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using var socket = (UdpDatagramSocket)UdpNetwork.By(system).Open(new IPEndPoint(IPAddress.Loopback, 0), peer.EndPoint());
        using var pair = new Pair();
        for (int round = 0; round < 10; round++)
            Assert.That(socket.Send(pair.Datagrams), Is.Zero, "What is sent alone is forbidden as well, so nothing tells that it went.");

        system.SendMessagesError = system.SegmentsError = 0;

        Assert.That(socket.Send(pair.Datagrams), Is.EqualTo(2));
    }

    [TestCase(ErrorNumbers.NotPermitted)]
    [TestCase(ErrorNumbers.NetworkUnreachable)]
    [TestCase(ErrorNumbers.HostUnreachable)]
    [TestCase(ErrorNumbers.ConnectionRefused)]
    [TestCase(ErrorNumbers.TryAgain)]
    [TestCase(NoBufferSpace)]
    public async Task An_error_of_the_moment_does_not_end_the_cutting_up_of_datagrams(int error, CancellationToken token)
    {
        var system = new LackingSystem { SegmentsError = error };
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using var socket = (UdpDatagramSocket)UdpNetwork.By(system).Open(new IPEndPoint(IPAddress.Loopback, 0), peer.EndPoint());
        using var pair = new Pair();
        Assert.That(socket.Send(pair.Datagrams), Is.EqualTo(2), "They go by the other call.");
        system.SegmentsError = 0;
        Assert.That(socket.Send(pair.Datagrams), Is.EqualTo(2));

        Assert.That((system.SendingSegments, system.SendingMany), Is.EqualTo((2, 1)));
    }

    [TestCase(ErrorNumbers.InputOutput)]
    [TestCase(ErrorNumbers.InvalidArgument)]
    public async Task A_network_that_cannot_cut_up_datagrams_says_nothing_of_others(int error, CancellationToken token)
    {
        var system = new LackingSystem { SegmentsError = error };
        UdpNetwork network = UdpNetwork.By(system);
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using var socket = (UdpDatagramSocket)network.Open(new IPEndPoint(IPAddress.Loopback, 0), peer.EndPoint());
        using var pair = new Pair();
        socket.Send(pair.Datagrams);
        socket.Send(pair.Datagrams);
        Assert.That(system.SendingSegments, Is.EqualTo(1));
        system.SegmentsError = 0;
        await using var other = (UdpDatagramSocket)network.Open(new IPEndPoint(IPAddress.Loopback, 0), peer.EndPoint());
        other.Send(pair.Datagrams);

        Assert.That((system.SendingSegments, system.SendingMany), Is.EqualTo((2, 2)));
    }

    /// <summary>Two datagrams of one length.</summary>
    private sealed class Pair : IDisposable
    {
        public Pair()
        {
            var pool = new DatagramPool(300);
            Datagrams = [pool.Rent(), pool.Rent()];
            foreach (Datagram datagram in Datagrams)
                datagram.Length = 8;
        }

        public Datagram[] Datagrams { get; }

        public void Dispose()
        {
            foreach (Datagram datagram in Datagrams)
                datagram.Dispose();
        }
    }
}
