using System.Net;
using NSubstitute;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>Plain datagrams, over the real loopback.</summary>
[CancelAfter(30_000)]
internal sealed class UdpConnectionTests
{
    private static readonly byte[] s_bytes = Convert.FromHexString("a6ef8908ddd4246e3dedd0c0537e8db198ea4c5a");

    [Test]
    public async Task Unconnected_it_has_no_peer(CancellationToken token)
    {
        await using UdpConnection connection = await UdpConnection.OpenAsync(cancellationToken: token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(connection.LocalIPAddress, Is.EqualTo(IPAddress.Any));
            Assert.That(connection.LocalPort, Is.GreaterThan(0));
            Assert.That(connection.RemoteIPAddress, Is.Null);
            Assert.That(connection.RemotePort, Is.Null);
            Assert.That(await connection.IsConnectedAsync(token), Is.False);
        }
    }

    [Test]
    public async Task Only_host_and_port_together_make_a_peer(CancellationToken token)
    {
        await using UdpConnection host = await UdpConnection.OpenAsync(remoteHost: "127.0.0.1", cancellationToken: token);
        await using UdpConnection port = await UdpConnection.OpenAsync(remotePort: 5000, cancellationToken: token);

        Assert.That((host.RemoteIPAddress, port.RemotePort), Is.EqualTo(((IPAddress?)null, (int?)null)));
    }

    [Test]
    public async Task Connected_it_knows_both_ends(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection connection = await UdpConnection.OpenAsync("localhost", peer.LocalPort, cancellationToken: token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(connection.LocalIPAddress, Is.EqualTo(IPAddress.Loopback));
            Assert.That(connection.RemoteIPAddress, Is.EqualTo(IPAddress.Loopback));
            Assert.That(connection.RemotePort, Is.EqualTo(peer.LocalPort));
            Assert.That(connection.ToString(), Does.Contain($"127.0.0.1:{peer.LocalPort}"));
        }
    }

    [Test]
    public async Task What_is_sent_arrives(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection connection = await UdpConnection.OpenAsync("127.0.0.1", peer.LocalPort, cancellationToken: token);

        await connection.SendAsync(s_bytes, token);

        ReceivedDatagram received = await peer.ReceiveWithAddressAsync(Udp.Soon, token);
        Assert.That(received.Data.ToArray(), Is.EqualTo(s_bytes));
        Assert.That(received.RemoteEndPoint, Is.EqualTo(connection.EndPoint()));
    }

    [Test]
    public async Task Datagrams_of_any_length_arrive_whole([Values(0, 1, 299, 300, 301, 1501, 65507)] int length, CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection sender = await Udp.PeerAsync(token);
        byte[] data = ScriptedBoard.MemoryAt(0, length);

        await sender.SendToAsync(data, peer.EndPoint(), token);

        Assert.That(await peer.ReceiveAsync(Udp.Soon, token), Is.EqualTo(data));
    }

    [Test]
    public async Task A_datagram_longer_than_the_connection_takes_is_dropped_and_counted(CancellationToken token)
    {
        await using UdpConnection peer = await UdpConnection.OpenAsync(
            options: new ConnectionOptions { LocalHost = "127.0.0.1", MaxDatagramSize = 300 }, cancellationToken: token);
        await using UdpConnection sender = await Udp.PeerAsync(token);

        await sender.SendToAsync(new byte[301], peer.EndPoint(), token);
        await sender.SendToAsync(new byte[300], peer.EndPoint(), token);

        Assert.That(await peer.ReceiveAsync(Udp.Soon, token), Has.Length.EqualTo(300));
        Assert.That(peer.Statistics.Truncated, Is.EqualTo(1));
    }

    [Test]
    public async Task What_others_send_to_a_connected_one_is_not_received(CancellationToken token)
    {
        await using UdpConnection friend = await Udp.PeerAsync(token);
        await using UdpConnection stranger = await Udp.PeerAsync(token);
        await using UdpConnection connection = await UdpConnection.OpenAsync("127.0.0.1", friend.LocalPort, cancellationToken: token);

        await stranger.SendToAsync("stranger"u8.ToArray(), connection.EndPoint(), token);
        await friend.SendToAsync("friend"u8.ToArray(), connection.EndPoint(), token);

        Assert.That(await connection.ReceiveAsync(Udp.Soon, token), Is.EqualTo("friend"u8.ToArray()));
    }

    [Test]
    public async Task Nothing_in_time_is_a_timeout(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using UdpConnection connection = await UdpConnection.OpenAsync(options: world.Options, cancellationToken: token);

        Task<byte[]> receiving = connection.ReceiveAsync(TimeSpan.FromSeconds(0.05), token).AsTask();
        world.Time.Advance(TimeSpan.FromSeconds(0.04));
        Assert.That(receiving.IsCompleted, Is.False);
        world.Time.Advance(TimeSpan.FromSeconds(0.02));

        SpinnakerTimeoutException? error = await Assert.ThrowsAsync<SpinnakerTimeoutException>(() => receiving);
        Assert.That(error!.LastTimeout, Is.EqualTo(TimeSpan.FromSeconds(0.05)));
    }

    [Test]
    public async Task A_timeout_of_0_takes_what_is_there(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        Assert.That(async () => await peer.ReceiveAsync(TimeSpan.Zero, token), Throws.TypeOf<SpinnakerTimeoutException>());

        await using UdpConnection sender = await Udp.PeerAsync(token);
        await sender.SendToAsync(s_bytes, peer.EndPoint(), token);
        Assert.That(await peer.IsReadyToReceiveAsync(Udp.Soon, token), Is.True);

        Assert.That(await peer.ReceiveAsync(TimeSpan.Zero, token), Is.EqualTo(s_bytes));
    }

    [Test]
    public async Task A_negative_timeout_is_refused(CancellationToken token)
    {
        await using UdpConnection connection = await Udp.PeerAsync(token);

        Assert.That(
            async () => await connection.ReceiveAsync(TimeSpan.FromSeconds(-1), token),
            Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("timeout"));
    }

    [Test]
    public async Task Ready_means_that_a_datagram_is_waiting(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using UdpConnection sender = await Udp.PeerAsync(token);
        Assert.That(await peer.IsReadyToReceiveAsync(cancellationToken: token), Is.False);

        await sender.SendToAsync(s_bytes, peer.EndPoint(), token);

        Assert.That(await peer.IsReadyToReceiveAsync(Udp.Soon, token), Is.True);
        Assert.That(await peer.IsReadyToReceiveAsync(cancellationToken: token), Is.True, "asking takes nothing away");
    }

    [Test]
    public async Task Sending_without_a_peer_is_an_error(CancellationToken token)
    {
        await using UdpConnection connection = await Udp.PeerAsync(token);

        Assert.That(async () => await connection.SendAsync(s_bytes, token), Throws.TypeOf<SpinnakerConnectionException>());
    }

    [Test]
    public async Task More_than_a_datagram_holds_is_an_error(CancellationToken token)
    {
        await using UdpConnection connection = await Udp.PeerAsync(token);

        Assert.That(async () => await connection.SendToAsync(new byte[65508], connection.EndPoint(), token), Throws.TypeOf<SpinnakerConnectionException>());
    }

    [Test]
    public async Task What_cannot_be_opened_says_why(CancellationToken token)
    {
        await using UdpConnection taken = await Udp.PeerAsync(token);
        var options = new ConnectionOptions { LocalHost = "127.0.0.1" };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                async () => await UdpConnection.OpenAsync("no-such-host.invalid", 1, cancellationToken: token),
                Throws.TypeOf<SpinnakerConnectionException>().With.Message.Contain("no-such-host.invalid"));
            Assert.That(
                async () => await UdpConnection.OpenAsync(options: options with { LocalHost = "192.0.2.1" }, cancellationToken: token),
                Throws.TypeOf<SpinnakerConnectionException>().With.Message.Contain("192.0.2.1"));
            Assert.That(
                async () => await UdpConnection.OpenAsync(options: options with { LocalPort = taken.LocalPort }, cancellationToken: token),
                Throws.TypeOf<SpinnakerConnectionException>().With.Message.Contain($"{taken.LocalPort}"));
        }
    }

    [Test]
    public async Task After_closing_everything_says_so_and_the_addresses_stay(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        UdpConnection connection = await UdpConnection.OpenAsync("127.0.0.1", peer.LocalPort, cancellationToken: token);
        int port = connection.LocalPort;

        await connection.CloseAsync();
        await connection.CloseAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await connection.SendAsync(s_bytes, token), Throws.TypeOf<SpinnakerConnectionClosedException>());
            Assert.That(async () => await connection.SendToAsync(s_bytes, peer.EndPoint(), token), Throws.TypeOf<SpinnakerConnectionClosedException>());
            Assert.That(async () => await connection.ReceiveAsync(cancellationToken: token), Throws.TypeOf<SpinnakerConnectionClosedException>());
            Assert.That(async () => await connection.ReceiveWithAddressAsync(cancellationToken: token), Throws.TypeOf<SpinnakerConnectionClosedException>());
            Assert.That(() => connection.SubscribeAsync(), Throws.TypeOf<SpinnakerConnectionClosedException>());
            Assert.That(await connection.IsReadyToReceiveAsync(cancellationToken: token), Is.True);
            Assert.That(await connection.IsConnectedAsync(token), Is.False);
            Assert.That((connection.LocalPort, connection.RemotePort), Is.EqualTo((port, (int?)peer.LocalPort)));
            Assert.That(connection.IsClosed, Is.True);
        }
    }

    [Test]
    public async Task Closing_wakes_who_is_receiving(CancellationToken token)
    {
        UdpConnection connection = await Udp.PeerAsync(token);
        Task<byte[]> withoutLimit = connection.ReceiveAsync(cancellationToken: token).AsTask();
        Task<byte[]> withLimit = connection.ReceiveAsync(TimeSpan.FromHours(1), token).AsTask();
        Task<bool> asking = connection.IsReadyToReceiveAsync(TimeSpan.FromHours(1), token).AsTask();

        await connection.CloseAsync();

        await Assert.ThrowsAsync<SpinnakerConnectionClosedException>(() => withoutLimit);
        await Assert.ThrowsAsync<SpinnakerConnectionClosedException>(() => withLimit);
        Assert.That(await asking, Is.True);
    }

    [Test]
    public async Task Cancelling_ends_the_waiting_with_the_caller_s_token(CancellationToken token)
    {
        await using UdpConnection connection = await Udp.PeerAsync(token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task<byte[]> withoutLimit = connection.ReceiveAsync(cancellationToken: source.Token).AsTask();
        Task<byte[]> withLimit = connection.ReceiveAsync(TimeSpan.FromHours(1), source.Token).AsTask();

        await source.CancelAsync();

        foreach (Task<byte[]> receiving in new[] { withoutLimit, withLimit })
        {
            Assert.That(
                async () => await receiving,
                Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(source.Token));
        }
    }

    [Test]
    public async Task A_refusal_is_told_once_and_the_connection_goes_on(CancellationToken token)
    {
        // Linux tells a connected socket that nobody listens; elsewhere the datagram is just lost.
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Refusals are reported on Linux.");

        int port = await Udp.ClosedPortAsync(token);
        await using UdpConnection connection = await UdpConnection.OpenAsync("127.0.0.1", port, cancellationToken: token);

        await connection.SendAsync(s_bytes, token);

        Assert.That(async () => await connection.ReceiveAsync(Udp.Soon, token), Throws.TypeOf<SpinnakerConnectionException>());

        await using UdpConnection peer = await UdpConnection.OpenAsync(
            options: new ConnectionOptions { LocalHost = "127.0.0.1", LocalPort = port }, cancellationToken: token);
        await peer.SendToAsync(s_bytes, connection.EndPoint(), token);
        Assert.That(await connection.ReceiveAsync(Udp.Soon, token), Is.EqualTo(s_bytes));
        Assert.That(connection.Statistics.WireErrors, Is.EqualTo(1));
    }

    [Test]
    public async Task Being_connected_is_found_by_up_to_five_pings([Values(3, 6)] int answersAt, CancellationToken token)
    {
        IPinger pinger = Substitute.For<IPinger>();
        int pings = 0;
        pinger.PingAsync(IPAddress.Loopback, Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>()).Returns(_ => ValueTask.FromResult(++pings == answersAt));
        await using UdpConnection connection = await UdpConnection.OpenAsync("127.0.0.1", 9, new ConnectionOptions { Pinger = pinger }, token);

        bool connected = await connection.IsConnectedAsync(token);

        Assert.That((connected, pings), Is.EqualTo((answersAt <= 5, Math.Min(answersAt, 5))));
    }

    [Test]
    public async Task The_oldest_of_too_many_is_dropped_and_counted(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using UdpConnection connection = await UdpConnection.OpenAsync(
            options: world.Options with { LocalHost = "127.0.0.1", InboundCapacity = 2 }, cancellationToken: token);
        await using UdpConnection sender = await UdpConnection.OpenAsync(options: world.Options with { LocalHost = "127.0.0.1" }, cancellationToken: token);
        for (byte number = 0; number < 5; number++)
            await sender.SendToAsync(new[] { number }, connection.EndPoint(), token);

        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(connection.Statistics.InboundDropped, Is.EqualTo(3));
        Assert.That(await connection.ReceiveAsync(TimeSpan.Zero, token), Is.EqualTo(new byte[] { 3 }));
    }
}
