using System.Net;
using SpiNNMan.Async.Conformance.Connections;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>Sockets that end without being closed, as a tunnel does when its far end goes away.</summary>
[CancelAfter(30_000)]
internal sealed class EndedSocketTests
{
    [Test]
    public async Task Who_receives_is_told_that_the_connection_is_closed(CancellationToken token)
    {
        var socket = new ReplaySocket();
        await using UdpConnection connection = await UdpConnection.OpenAsync(options: new ConnectionOptions { Network = socket }, cancellationToken: token);
        Task<byte[]> receiving = connection.ReceiveAsync(cancellationToken: token).AsTask();
        Task<bool> asking = connection.IsReadyToReceiveAsync(Udp.Soon, token).AsTask();

        socket.Begin();

        await Assert.ThrowsAsync<SpinnakerConnectionClosedException>(() => receiving);
        Assert.That(await asking, Is.True);
        Assert.That(connection.IsClosed, Is.True);
    }

    [Test]
    public async Task A_listener_gets_what_came_before_and_ends(CancellationToken token)
    {
        var socket = new ReplaySocket("first"u8.ToArray(), new SpinnakerConnectionException("refused"), "second"u8.ToArray());
        await using UdpConnection connection = await UdpConnection.OpenAsync(options: new ConnectionOptions { Network = socket }, cancellationToken: token);
        Subscription<ReceivedDatagram> reader = connection.SubscribeAsync(cancellationToken: token);

        socket.Begin();

        List<string> messages = [];
        await foreach (ReceivedDatagram message in reader)
            messages.Add(System.Text.Encoding.ASCII.GetString(message.Data.Span));
        Assert.That(messages, Is.EqualTo(new[] { "first", "second" }));
        await connection.DisposeAsync();
        Assert.That(connection.OutstandingBuffers, Is.Zero);
    }

    [Test]
    public async Task Requests_in_flight_fail_at_once(CancellationToken token)
    {
        var socket = new ReplaySocket();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, 2), new ScampConnectionOptions { Network = socket, GiveUpAfter = TimeSpan.FromHours(1) }, token);
        Task<VersionInfo> asking = scamp.GetVersionAsync(cancellationToken: token).AsTask();

        socket.Begin();

        await Assert.ThrowsAsync<SpinnakerConnectionClosedException>(() => asking);
    }
}
