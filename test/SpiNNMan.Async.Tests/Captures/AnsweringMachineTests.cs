using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Answering;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Captures;

/// <summary>The machines of a capture answer again.</summary>
[CancelAfter(60_000)]
internal sealed class AnsweringMachineTests
{
    private static readonly IPEndPoint s_host = new(IPAddress.Parse("10.0.0.9"), 4000);
    private static readonly IPEndPoint s_board = new(IPAddress.Parse("10.0.0.1"), ScpMessage.Port);
    private static readonly byte[] s_request = Convert.FromHexString("000087ff00ff00000000" + "0200" + "0500" + "000000600400000002000000");
    private static readonly byte[] s_reply = Convert.FromHexString("00000707ff0000000000" + "8000" + "0500" + "01020304");

    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
    private int _frame;

    [Test]
    public async Task Several_boards_are_found_at_their_addresses_of_now(CancellationToken cancellationToken)
    {
        var told = new List<CapturedDatagram>();
        var unanswered = new List<CapturedDatagram>();
        int chips;
        using (PacketCapture capture = PacketCapture.Watch(told.Add))
        {
            await using SimulatedMachine captured = await SimulatedMachine.OpenAsync(
                SimulatedMachine.OptionsFor(TestMachine.Torus), cancellationToken, with => with with { Connection = with.Connection with { Capture = capture } });
            chips = captured.Machine.Chips.Count;
        }

        var world = new SimulatedWorld();
        await using AnsweringMachine machine = await AnsweringMachine.StartAsync(
            told, new AnsweringMachineOptions { BindAddress = IPAddress.Parse("10.9.0.1"), UseTruePorts = true, KeepsTimes = false, Unanswered = unanswered.Add, Network = world.Network, TimeProvider = world.Time }, cancellationToken);
        await using Transceiver again = await world.Time.RunUntilAsync(Transceiver.OpenAsync(new IPEndPoint(IPAddress.Parse("10.9.0.1"), ScpMessage.Port), new TransceiverOptions { Connection = world.Options }, cancellationToken), cancellationToken);

        Assert.That(machine.Ports.Select(static port => (port.Kind, port.EndPoint.ToString())), Is.EquivalentTo(new[] { (AnsweringPortKind.Board, "10.9.0.1:17893"), (AnsweringPortKind.Board, "10.9.0.9:17893"), (AnsweringPortKind.Board, "10.9.0.17:17893") }));
        Assert.That(unanswered.Select(static datagram => $"{datagram.To}: {Convert.ToHexString(datagram.Data.Span)}"), Is.Empty);
        Assert.That(again.Machine.Chips, Has.Count.EqualTo(chips));
        Assert.That(again.Connections, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Each_time_the_answers_are_those_of_that_time(CancellationToken cancellationToken)
    {
        byte[] second = [.. s_reply[..^1], 9];
        CapturedDatagram[] capture =
        [
            Sent(s_request, 0), Came(s_reply, 5),
            Sent(s_request, 10),
            Sent(s_request, 100), Came(second, 7),
        ];
        var world = new SimulatedWorld();
        await using AnsweringMachine machine = await AnsweringMachine.StartAsync(capture, Options(world), cancellationToken);
        await using IDatagramSocket host = world.Network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.7"), 0), machine.Ports[0].EndPoint);

        byte[]? first = await AskAsync(host, world, 1, cancellationToken);
        byte[]? lost = await AskAsync(host, world, 2, cancellationToken);
        byte[]? third = await AskAsync(host, world, 3, cancellationToken);
        byte[]? more = await AskAsync(host, world, 4, cancellationToken);

        Assert.That((first?[^1], first?[ScpMessage.SequenceOffset]), Is.EqualTo(((byte?)4, (byte?)1)));
        Assert.That(lost, Is.Null, "it was lost then");
        Assert.That((third?[^1], third?[ScpMessage.SequenceOffset]), Is.EqualTo(((byte?)9, (byte?)3)));
        Assert.That((more?[^1], more?[ScpMessage.SequenceOffset]), Is.EqualTo(((byte?)9, (byte?)4)), "the last answer stands for what comes more often");
        Assert.That((machine.Answered, machine.Repeated, machine.Unanswered), Is.EqualTo((4L, 1L, 0L)));
    }

    [Test]
    public async Task What_is_not_in_the_capture_is_told_and_not_answered(CancellationToken cancellationToken)
    {
        var unanswered = new List<CapturedDatagram>();
        var world = new SimulatedWorld();
        await using AnsweringMachine machine = await AnsweringMachine.StartAsync([Sent(s_request, 0), Came(s_reply, 5)], Options(world) with { Unanswered = unanswered.Add }, cancellationToken);
        await using IDatagramSocket host = world.Network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.7"), 0), machine.Ports[0].EndPoint);
        byte[] other = [.. s_request];
        other[14] = 8;

        byte[]? reply = await AskAsync(host, world, 1, cancellationToken, other);

        Assert.That(reply, Is.Null);
        Assert.That(unanswered.Single().To, Is.EqualTo(machine.Ports[0].EndPoint));
        Assert.That(machine.Unanswered, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_no_capture_of_a_machine_is_refused(CancellationToken cancellationToken) =>
        await Assert.ThrowsAsync<CaptureFormatException>(async () => await AnsweringMachine.StartAsync([], cancellationToken: cancellationToken));

    [Test]
    public async Task Reading_can_be_cancelled() =>
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await AnsweringMachine.StartAsync([Sent(s_request, 0)], cancellationToken: new CancellationToken(canceled: true)));

    [Test]
    public void Addresses_are_checked() => Assert.That(() => new AnsweringMachineOptions { BindAddress = IPAddress.IPv6Loopback }, Throws.InstanceOf<InvalidParameterException>());

    private static AnsweringMachineOptions Options(SimulatedWorld world) => new() { BindAddress = IPAddress.Parse("10.9.0.1"), Network = world.Network, TimeProvider = world.Time };

    private static async Task<byte[]?> AskAsync(IDatagramSocket host, SimulatedWorld world, byte sequence, CancellationToken cancellationToken, byte[]? request = null)
    {
        byte[] bytes = [.. request ?? s_request];
        bytes[ScpMessage.SequenceOffset] = sequence;
        var buffer = new byte[600];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<ReceivedLength> receiving = host.ReceiveAsync(buffer, patience.Token).AsTask();
        host.Send(bytes);
        await using ITimer timer = world.Time.CreateTimer(_ => patience.Cancel(), null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
        try
        {
            ReceivedLength received = await world.Time.RunUntilAsync(receiving, cancellationToken);
            return buffer[..received.Length];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private CapturedDatagram Sent(byte[] data, double milliseconds) => Datagram(s_host, s_board, data, milliseconds);

    private CapturedDatagram Came(byte[] data, double milliseconds) => Datagram(s_board, s_host, data, milliseconds);

    private CapturedDatagram Datagram(IPEndPoint from, IPEndPoint to, byte[] data, double milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        return new CapturedDatagram(++_frame, _now, from, to, data, Comment: null);
    }
}
