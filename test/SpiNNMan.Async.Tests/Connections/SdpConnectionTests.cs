using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Connections;

[CancelAfter(30_000)]
internal sealed class SdpConnectionTests
{
    private static readonly SdpEndpoint s_core = new(new ChipLocation(16, 11), 11, 2);
    private static readonly SdpEndpoint s_anyone = new(new ChipLocation(3, 4), 2, 1);

    [Test]
    public async Task A_message_is_sent_with_padding_and_the_host_as_its_source(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using SdpConnection connection = await SdpConnection.OpenAsync("127.0.0.1", peer.LocalPort, cancellationToken: token);
        var message = new SdpMessage(new SdpHeader(SdpFlags.ReplyNotExpected, 114, s_core, s_anyone), Convert.FromHexString("7737428e1667e77efa6ddfc9078e"));

        await connection.SendSdpMessageAsync(message, token);

        byte[] datagram = await peer.ReceiveAsync(Udp.Soon, token);
        Assert.That(Convert.ToHexStringLower(datagram), Is.EqualTo("000007ff4bff0b1000007737428e1667e77efa6ddfc9078e"));
        Assert.That(message.Header.Tag, Is.EqualTo(114), "the caller's message stays as it was");
    }

    [Test]
    public async Task Only_a_message_that_wants_a_reply_says_where_it_should_come_back_to(
        [Values] SdpFlags flags, CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        var options = new SdpConnectionOptions { Chip = new ChipLocation(4, 8) };
        await using SdpConnection connection = await SdpConnection.OpenAsync("127.0.0.1", peer.LocalPort, options, token);

        await connection.SendSdpMessageAsync(new SdpMessage(new SdpHeader(flags, 0, s_core, s_anyone), default), token);

        SdpHeader sent = SdpHeader.ReadUnchecked((await peer.ReceiveAsync(Udp.Soon, token)).AsSpan(SdpMessage.PadSize));
        ChipLocation expected = flags == SdpFlags.ReplyExpected ? new ChipLocation(4, 8) : new ChipLocation(0, 0);
        Assert.That(sent, Is.EqualTo(new SdpHeader(flags, SdpHeader.NoTag, s_core, SdpEndpoint.Host(expected))));
    }

    [Test]
    public async Task Without_a_chip_no_reply_can_be_asked_for(CancellationToken token)
    {
        await using SdpConnection connection = await SdpConnection.OpenAsync("127.0.0.1", 9, cancellationToken: token);
        var message = new SdpMessage(new SdpHeader(SdpFlags.ReplyExpected, 0, s_core, s_anyone), default);

        Assert.That(
            async () => await connection.SendSdpMessageAsync(message, token),
            Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("Chip"));
    }

    [Test]
    public async Task More_data_than_a_board_takes_is_refused(CancellationToken token)
    {
        await using SdpConnection connection = await SdpConnection.OpenAsync("127.0.0.1", 9, cancellationToken: token);
        var message = new SdpMessage(new SdpHeader(SdpFlags.ReplyNotExpected, 0, s_core, s_anyone), new byte[273]);

        Assert.That(async () => await connection.SendSdpMessageAsync(message, token), Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public async Task A_message_is_received_without_a_look_at_its_padding(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using SdpConnection connection = await SdpConnection.OpenAsync("127.0.0.1", peer.LocalPort, cancellationToken: token);

        await peer.SendToAsync(Convert.FromHexString("400007" + "09ff6400000605a6ef89"), connection.EndPoint(), token);

        SdpMessage message = await connection.ReceiveSdpMessageAsync(Udp.Soon, token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Header.Tag, Is.EqualTo(9));
            Assert.That(message.Header.Source, Is.EqualTo(new SdpEndpoint(new ChipLocation(5, 6), 4, 3)));
            Assert.That(message.Data.ToArray(), Is.EqualTo(new byte[] { 0xa6, 0xef, 0x89 }));
        }
    }

    [Test]
    public async Task What_is_no_message_is_an_error_when_received_and_counted_when_listened_to(
        [Values("", "00", "00000709ff64000006", "00001709ff6400000605a6")] string hex, CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using SdpConnection connection = await SdpConnection.OpenAsync("127.0.0.1", peer.LocalPort, cancellationToken: token);
        await peer.SendToAsync(Convert.FromHexString(hex), connection.EndPoint(), token);
        Assert.That(async () => await connection.ReceiveSdpMessageAsync(Udp.Soon, token), Throws.TypeOf<InvalidPacketException>());

        await using Subscription<SdpMessage> reader = connection.SubscribeAsync(cancellationToken: token);
        await peer.SendToAsync(Convert.FromHexString(hex), connection.EndPoint(), token);
        await peer.SendToAsync(Convert.FromHexString("00000709ff6400000605"), connection.EndPoint(), token);

        await foreach (SdpMessage message in reader)
        {
            Assert.That(message.Data.Length, Is.Zero);
            break;
        }

        Assert.That(connection.Statistics.Malformed, Is.EqualTo(1));
    }
}
