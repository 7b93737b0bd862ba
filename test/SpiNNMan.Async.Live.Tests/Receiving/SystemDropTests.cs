using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Live.Tests.Receiving;

/// <summary>What the system drops is known, where it tells.</summary>
internal sealed class SystemDropTests
{
    private const int Datagrams = 1000;

    [Test, CancelAfter(60_000)]
    public async Task Each_datagram_is_received_or_counted_as_dropped(CancellationToken token)
    {
        await using IDatagramSocket receiver = UdpNetwork.Instance.Open(new IPEndPoint(IPAddress.Loopback, 0), receiveBufferSize: 1);
        if (receiver.Overflowed is null)
            Assert.Ignore("This system does not tell.");

        await using IDatagramSocket sender = UdpNetwork.Instance.Open(new IPEndPoint(IPAddress.Loopback, 0), receiver.LocalEndPoint);
        for (int datagram = 0; datagram < Datagrams; datagram++)
            sender.Send(new byte[1000]);

        long dropped = receiver.Overflowed!.Value;
        Assert.That(dropped, Is.Positive);
        var buffer = new byte[2000];
        for (long datagram = dropped; datagram < Datagrams; datagram++)
            await receiver.ReceiveAsync(buffer, token);

        Assert.That(receiver.ReceiveAsync(buffer, token).IsCompleted, Is.False, "all that was not dropped has been received");
        Assert.That(receiver.Overflowed, Is.EqualTo(dropped));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_connection_tells_what_a_network_in_memory_dropped(CancellationToken token)
    {
        var world = new LiveWorld();
        await world.DoAsync(async () =>
        {
            await using EieioConnection receiver = await EieioConnection.ListenAsync(port: 700, world.Socket with { LocalHost = "10.0.0.9", ReceiveBufferSize = 100 }, token);
            await using IDatagramSocket idle = world.Network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.9"), 701), receiveBufferSize: 100);
            await using IDatagramSocket sender = world.Network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.8"), 0));
            for (int datagram = 0; datagram < 5; datagram++)
            {
                sender.SendTo(new byte[40], new IPEndPoint(receiver.LocalIPAddress, receiver.LocalPort));
                sender.SendTo(new byte[40], idle.LocalEndPoint);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), world.Time, token);
            Assert.That((receiver.Statistics.SystemDropped, idle.Overflowed), Is.EqualTo(((long?)0, (long?)3)), "one is read at once, and the other never");
        });
    }
}
