using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>BMP, boot, EIEIO and announcements.</summary>
[CancelAfter(30_000)]
internal sealed class OtherConnectionsTests
{
    [Test]
    public async Task A_BMP_connection_is_for_the_boards_it_was_made_for(CancellationToken token)
    {
        await using BmpConnection bmp = await BmpConnection.ConnectAsync(new BmpConnectionData("127.0.0.1", [0, 3], Cabinet: 1, Frame: 2), cancellationToken: token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((bmp.Cabinet, bmp.Frame, bmp.Chip), Is.EqualTo((1, 2, new ChipLocation(0, 0))));
            Assert.That(bmp.Boards, Is.EqualTo(new[] { 0, 3 }));
            Assert.That(bmp.RemotePort, Is.EqualTo(17893));
        }
    }

    [Test]
    public async Task A_request_to_a_BMP_goes_to_its_board(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using BmpConnection bmp = await BmpConnection.ConnectAsync(peer.EndPoint(), cancellationToken: token);

        await bmp.SendScpRequestAsync(new BmpGetVersion(3), 9, token);

        Assert.That(Convert.ToHexStringLower(await peer.ReceiveAsync(Udp.Soon, token)), Is.EqualTo("000087ff03ff0000000000000900000000000000000000000000"));
    }

    [Test]
    public async Task Power_is_switched_with_one_request_that_is_not_repeated(CancellationToken token)
    {
        var world = new SimulatedWorld();
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            board!.SendLater(ScriptedBoard.Reply(request), TimeSpan.FromSeconds(4), board.Client!);
            return [];
        });
        await using ScriptedBoard disposing = board;
        var options = new BmpConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false };
        await using BmpConnection bmp = await BmpConnection.ConnectAsync(board.EndPoint, options, token);

        await world.Time.RunUntilAsync(bmp.PowerOnAsync([0, 1], cancellationToken: token).AsTask(), token);

        Assert.That(board.Received, Has.Count.EqualTo(1));
        Assert.That(Convert.ToHexStringLower(board.Received[0].AsSpan(14)), Is.EqualTo("010000000300000000000000"));
    }

    [Test]
    public async Task A_pause_follows_each_boot_message(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using IDatagramSocket board = world.Network.Open(new IPEndPoint(IPAddress.Loopback, BootMessage.Port));
        var options = new BootConnectionOptions { Network = world.Network, TimeProvider = world.Time };
        await using BootConnection boot = await BootConnection.OpenAsync("127.0.0.1", options, token);

        Task sending = boot.SendBootMessageAsync(new BootMessage(BootOpcode.Hello, 1, 2, 3), token).AsTask();
        world.Time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.That(sending.IsCompleted, Is.False);
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        await sending.WaitAsync(token);

        var buffer = new byte[100];
        ReceivedLength received = await board.ReceiveAsync(buffer, token);
        Assert.That(Convert.ToHexStringLower(buffer.AsSpan(0, received.Length)), Is.EqualTo("000100000041000000010000000200000003"));
    }

    [Test]
    public async Task A_boot_message_is_received_as_it_was_sent(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using BootConnection boot = await BootConnection.OpenAsync(peer.EndPoint(), cancellationToken: token);

        await peer.SendToAsync(BootAnnouncement.Standard.ToMessage().ToArray(), boot.EndPoint(), token);

        BootMessage message = await boot.ReceiveBootMessageAsync(Udp.Soon, token);
        Assert.That(BootAnnouncement.TryFrom(message, out BootAnnouncement announcement, out _), Is.True);
        Assert.That(announcement, Is.EqualTo(BootAnnouncement.Standard));
    }

    [Test]
    public async Task Without_a_board_there_is_nothing_to_boot(CancellationToken token)
    {
        await using BootConnection boot = await BootConnection.OpenAsync(cancellationToken: token);

        Assert.That(async () => await boot.SendBootMessageAsync(new BootMessage(BootOpcode.Hello), token), Throws.TypeOf<SpinnakerConnectionException>());
    }

    [Test]
    public async Task EIEIO_messages_go_both_ways(CancellationToken token)
    {
        await using EieioConnection listening = await EieioConnection.ListenAsync(options: new ConnectionOptions { LocalHost = "127.0.0.1" }, cancellationToken: token);
        await using EieioConnection sending = await EieioConnection.ConnectAsync(listening.EndPoint(), cancellationToken: token);
        EieioDataMessage spikes = EieioDataMessage.Create(EieioType.Key32Bit);
        spikes.Add(0x12345678);
        spikes.Add(0x9ABCDEF0);

        await sending.SendEieioMessageAsync(spikes, token);
        var data = (EieioDataMessage)await listening.ReceiveEieioMessageAsync(Udp.Soon, token);
        await listening.SendEieioMessageToAsync(new NotificationProtocolStartResume(), sending.EndPoint(), token);
        EieioMessage command = await sending.ReceiveEieioMessageAsync(Udp.Soon, token);

        Assert.That(data.Elements.Select(element => element.Key), Is.EqualTo(new uint[] { 0x12345678, 0x9ABCDEF0 }));
        Assert.That(command, Is.TypeOf<NotificationProtocolStartResume>());
    }

    [Test]
    public async Task EIEIO_messages_can_be_streamed(CancellationToken token)
    {
        await using EieioConnection live = await EieioConnection.ListenAsync(options: new ConnectionOptions { LocalHost = "127.0.0.1" }, cancellationToken: token);
        await using UdpConnection board = await Udp.PeerAsync(token);
        await using Subscription<EieioMessage> reader = live.SubscribeAsync(cancellationToken: token);
        foreach (string hex in new[] { "0b40", "01", "02080100000002000000" })
            await board.SendToAsync(Convert.FromHexString(hex), live.EndPoint(), token);

        List<EieioMessage> got = [];
        await foreach (EieioMessage message in reader)
        {
            got.Add(message);
            if (got.Count == 2)
                break;
        }

        Assert.That(got.Select(message => message.GetType()), Is.EqualTo(new[] { typeof(NotificationProtocolStartResume), typeof(EieioDataMessage) }));
        Assert.That(live.Statistics.Malformed, Is.EqualTo(1));
    }

    [Test]
    public async Task An_unbooted_board_is_known_by_the_port_it_sends_from(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using IPAddressesConnection addresses = await IPAddressesConnection.ListenAsync(options: world.Options, cancellationToken: token);
        await using IDatagramSocket unbooted = world.Network.Open(new IPEndPoint(IPAddress.Parse("127.0.240.9"), 54321));
        await using IDatagramSocket other = world.Network.Open(new IPEndPoint(IPAddress.Parse("127.0.240.9"), 54322));
        var here = new IPEndPoint(IPAddress.Parse("127.0.0.1"), addresses.LocalPort);
        Assert.That(addresses.LocalPort, Is.EqualTo(54321));

        unbooted.SendTo([], here);
        other.SendTo([1], here);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await addresses.ReceiveIPAddressAsync(TimeSpan.Zero, token), Is.EqualTo(IPAddress.Parse("127.0.240.9")));
        Assert.That(await addresses.ReceiveIPAddressAsync(TimeSpan.Zero, token), Is.Null, "from another port");
        Assert.That(await addresses.ReceiveIPAddressAsync(TimeSpan.Zero, token), Is.Null, "nothing came");
        await addresses.CloseAsync();
        Assert.That(await addresses.ReceiveIPAddressAsync(cancellationToken: token), Is.Null, "closed");
    }

    [Test]
    public async Task Announcements_can_be_heard_by_several_at_once(CancellationToken token)
    {
        await using UdpConnection free = await Udp.PeerAsync(token);
        int port = free.LocalPort;
        await free.CloseAsync();

        await using IPAddressesConnection one = await IPAddressesConnection.ListenAsync(port, cancellationToken: token);
        await using IPAddressesConnection two = await IPAddressesConnection.ListenAsync(port, cancellationToken: token);

        Assert.That(one.LocalPort, Is.EqualTo(two.LocalPort));
    }
}
