using System.Net;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>The two bytes in front of what monitors send are whatever was in their memory: nothing depends on them.</summary>
[CancelAfter(60_000)]
internal sealed class PaddingTests
{
    private static readonly ChipLocation s_chip = new(0, 0);
    private static readonly IPAddress s_address = IPAddress.Parse("10.0.0.2");

    [TestCase("4000")]
    [TestCase("00e4")]
    [TestCase("0000")]
    [TestCase("ffff")]
    [TestCase("0140")]
    public async Task A_tag_for_a_listener_is_confirmed_whatever_stands_in_front_of_the_reply(string padding, CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: request => [[.. Convert.FromHexString(padding), .. ScriptedBoard.Reply(request, ScpResult.Ok, 1, 0, 0, 0)[2..]]]);
        await using EieioConnection listener = await EieioConnection.ListenAsync(options: world.Options, cancellationToken: token);
        await using Subscription<EieioMessage> reader = listener.SubscribeAsync(cancellationToken: token);

        await world.Time.RunUntilAsync(listener.SetIPTagAsync(1, board.EndPoint, s_chip, cancellationToken: token).AsTask(), token);

        Assert.That(board.Received, Has.Count.EqualTo(1));
        Assert.That(listener.Statistics.Malformed, Is.Zero);
    }

    [Test]
    public async Task A_reply_as_the_firmware_sent_it_confirms_a_tag(CancellationToken token)
    {
        var world = new SimulatedWorld();
        byte[] recorded = Convert.FromHexString("40000708ff00000000008000010001000000");
        await using ScriptedBoard board = world.Board(answer: _ => [recorded]);
        await using EieioConnection listener = await EieioConnection.ListenAsync(options: world.Options, cancellationToken: token);

        await world.Time.RunUntilAsync(listener.SetIPTagAsync(1, board.EndPoint, s_chip, cancellationToken: token).AsTask(), token);

        Assert.That(board.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_tag_for_a_listener_is_asked_for_again_when_the_reply_was_lost(CancellationToken token)
    {
        var world = new SimulatedWorld();
        int asked = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++asked < 3 ? [] : [ScriptedBoard.Reply(request, ScpResult.Ok, 1, 0, 0, 0)]);
        await using EieioConnection listener = await EieioConnection.ListenAsync(options: world.Options, cancellationToken: token);

        await world.Time.RunUntilAsync(listener.SetIPTagAsync(1, board.EndPoint, s_chip, cancellationToken: token).AsTask(), token);

        Assert.That(board.Received, Has.Count.EqualTo(3));
        Assert.That(board.Received, Is.All.EqualTo(board.Received[0]), "it is the same request");
    }

    [Test]
    public async Task Messages_that_only_resemble_a_reply_are_messages(CancellationToken token)
    {
        // As long as a reply, with its length in its head; and a real one, of another monitor than was asked.
        byte[] spikes = [0x08, 0x00, .. Enumerable.Range(1, 16).Select(static value => (byte)value)];
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: request => [spikes, ScriptedBoard.Reply(request, ScpResult.Ok, 1, 0, 0, 0), ScriptedBoard.Reply(request, ScpResult.Ok, 1, 0, 0, 0), spikes]);
        await using EieioConnection listener = await EieioConnection.ListenAsync(options: world.Options, cancellationToken: token);

        await world.Time.RunUntilAsync(listener.SetIPTagAsync(1, board.EndPoint, s_chip, cancellationToken: token).AsTask(), token);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        for (int message = 0; message < 2; message++)
            Assert.That(((EieioDataMessage)await listener.ReceiveEieioMessageAsync(TimeSpan.Zero, token)).Elements.Count, Is.EqualTo(8));
        Assert.That(async () => await listener.ReceiveEieioMessageAsync(TimeSpan.Zero, token), Throws.TypeOf<SpinnakerTimeoutException>(), "a reply that comes twice is no message");
    }

    [Test]
    public async Task The_port_of_a_listener_is_in_the_request_for_monitors_that_do_not_know_what_a_sender_is(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: request => [ScriptedBoard.Reply(request, ScpResult.Ok, 1, 0, 0, 0)]);
        await using EieioConnection listener = await EieioConnection.ListenAsync(options: world.Options, cancellationToken: token);

        await world.Time.RunUntilAsync(listener.SetIPTagAsync(1, board.EndPoint, s_chip, cancellationToken: token).AsTask(), token);

        byte[] request = board.Received[0];
        Assert.That(Convert.ToHexStringLower(request[14..18]), Is.EqualTo("01000150"), "set tag 1, stripped, to the sender");
        Assert.That(BitConverter.ToUInt32(request, 18), Is.EqualTo(listener.LocalPort));
        Assert.That(BitConverter.ToUInt32(request, 22), Is.Zero, "the address is the sender's");
    }

    [Test]
    public void No_decoder_looks_at_the_bytes_in_front([Range(0, 3)] int seed)
    {
        var random = new Random(seed);
        byte[] request = new byte[26];
        request[2] = 0x87;
        byte[] reply = ScriptedBoard.Reply(request, ScpResult.Ok, [.. Enumerable.Range(0, 256).Select(static value => (byte)value)]);
        byte[] padded = [.. reply];
        for (int round = 0; round < 1000; round++)
        {
            random.NextBytes(padded.AsSpan(0, 2));

            Assert.That(ScpReply.TryParseDatagram(padded, out ScpReply parsed, out _), Is.True);
            Assert.That(parsed.Payload.SequenceEqual(reply.AsSpan(14)), Is.True);
            Assert.That(SdpMessage.TryParseDatagram(padded, out SdpMessage message, out _), Is.True);
            Assert.That(message.Data.Span.SequenceEqual(reply.AsSpan(10)), Is.True);
        }
    }

    [TestCase("4.0.0", 1)]
    [TestCase("3.4.2", 2)]
    [TestCase("3.1.0", 3)]
    public async Task A_machine_is_opened_and_used_whatever_stands_in_front_of_replies(string firmware, int seed, CancellationToken token)
    {
        int[] numbers = [.. firmware.Split('.').Select(int.Parse)];
        var world = new SimulatedWorld();
        await using VirtualMachine machine = await StartAsync(world, new VirtualMachineOptions { VariesPadding = false, Triads = new TriadArrangement(1, 1), Firmware = new SoftwareVersion(numbers[0], numbers[1], numbers[2]) }, token);
        var network = new PaddingNetwork(world.Network, seed);
        ScampConnectionOptions options = world.Options with { Network = network };
        Transceiver transceiver = await world.Time.RunUntilAsync(
            Transceiver.OpenAsync(machine.Boards[0].EndPoint, new TransceiverOptions { Connection = options }, token), token);
        EieioConnection listener = await EieioConnection.ListenAsync(options: options, cancellationToken: token);
        byte[] data = [.. Enumerable.Range(0, 5000).Select(static value => (byte)value)];

        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(144));
        await Do(transceiver.Tags.SetAsync(3, listener, cancellationToken: token));
        Assert.That((await Run(transceiver.Tags.GetAsync(cancellationToken: token))).Select(static tag => tag.Entry.Port), Is.EqualTo(Enumerable.Repeat((ushort)listener.LocalPort, 3)));
        await Do(transceiver.Memory.WriteAsync(new ChipLocation(5, 9), 0x60400000, data, cancellationToken: token));
        Assert.That(await Run(transceiver.Memory.ReadAsync(new ChipLocation(5, 9), 0x60400000, data.Length, token)), Is.EqualTo(data));
        ApplicationSession session = await Run(transceiver.Applications.StartAsync(SimulatedMachine.Image("hello"), [new CoreLocation(9, 5, 1)], cancellationToken: token));
        await Do(session.WaitForStateAsync(CoreState.Finished, TimeSpan.FromSeconds(5), token));
        await Do(transceiver.DisposeAsync().AsTask());

        Assert.That(session.CleanUpError, Is.Null);
        Assert.That(network.Padded, Is.GreaterThan(200));
        await listener.DisposeAsync();

        Task Do(Task task) => world.Time.RunUntilAsync(task, token);

        Task<T> Run<T>(Task<T> task) => world.Time.RunUntilAsync(task, token);
    }

    [Test]
    public async Task Bmps_booting_probing_and_messages_of_cores_do_not_look_at_the_bytes_in_front(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using VirtualMachine machine = await StartAsync(world, new VirtualMachineOptions { VariesPadding = false, Board = BoardType.Spin5, Booted = false }, token);
        var network = new PaddingNetwork(world.Network, 7);
        ScampConnectionOptions options = world.Options with { Network = network };
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, options, token);
        await using BootConnection boot = await BootConnection.OpenAsync(
            machine.Boards[0].BootEndPoint, new BootConnectionOptions { Network = network, TimeProvider = world.Time }, token);
        await using BmpConnection bmp = await BmpConnection.ConnectAsync(machine.Bmps[0].EndPoint, new BmpConnectionOptions { Network = network, TimeProvider = world.Time }, token);

        VersionInfo version = await world.Time.RunUntilAsync(bmp.GetVersionAsync(cancellationToken: token).AsTask(), token);
        BootResult booted = await world.Time.RunUntilAsync(
            BoardBooter.BootAsync(scamp, boot, new BootImage(VirtualBootImage.Create()), new BootOptions { TimeProvider = world.Time }, cancellationToken: token), token);
        machine.Run(new CoreLocation(0, 0, 1), new EchoApplication());
        await using Subscription<SdpMessage> reader = scamp.SubscribeAsync(cancellationToken: token);
        var message = new SdpMessage(new SdpHeader(SdpFlags.ReplyExpected, SdpHeader.NoTag, new SdpEndpoint(s_chip, 1, 1), default), new byte[] { 1, 2, 3 });
        await scamp.SendSdpMessageAsync(message, token);
        await using IAsyncEnumerator<SdpMessage> messages = reader.GetAsyncEnumerator(token);
        bool echoed = await world.Time.RunUntilAsync(messages.MoveNextAsync().AsTask(), token);

        Assert.That(version.Name, Is.EqualTo("BC&MP"));
        Assert.That(booted.Version.Version, Is.EqualTo(new SoftwareVersion(4, 0, 0)));
        Assert.That(echoed && messages.Current.Data.Span.SequenceEqual(new byte[] { 1, 2, 3 }), Is.True);
        Assert.That(network.Padded, Is.GreaterThan(3));
    }

    private static Task<VirtualMachine> StartAsync(SimulatedWorld world, VirtualMachineOptions options, CancellationToken token) => VirtualMachine.StartAsync(
        options with { BindAddress = s_address, UseTruePorts = true, Network = world.Network, TimeProvider = world.Time }, token);
}
