using System.Net;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Answering;
using SpiNNMan.Async.Simulation.Faults;
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
        byte[] second = Numbered([.. s_reply[..^1], 9], 7);
        CapturedDatagram[] capture =
        [
            Sent(s_request, 0), Came(s_reply, 5),
            Sent(Numbered(s_request, 6), 10),
            Sent(Numbered(s_request, 7), 100), Came(second, 7),
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
    public async Task More_tries_than_then_take_no_answer_away(CancellationToken cancellationToken)
    {
        byte[] second = Numbered([.. s_reply[..^1], 9], 6);
        CapturedDatagram[] capture = [Sent(s_request, 0), Sent(s_request, 10), Came(s_reply, 5), Sent(Numbered(s_request, 6), 100), Came(second, 5)];
        var world = new SimulatedWorld();
        await using AnsweringMachine machine = await AnsweringMachine.StartAsync(capture, Options(world), cancellationToken);
        await using IDatagramSocket host = world.Network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.7"), 0), machine.Ports[0].EndPoint);

        byte[]? lost = await AskAsync(host, world, 1, cancellationToken);
        byte[]? answered = await AskAsync(host, world, 1, cancellationToken);
        byte[]? once = await AskAsync(host, world, 1, cancellationToken);
        byte[]? next = await AskAsync(host, world, 2, cancellationToken);

        Assert.That(lost, Is.Null, "it was lost then");
        Assert.That((answered?[^1], once?[^1]), Is.EqualTo(((byte?)4, (byte?)4)), "a try more than then gets the same");
        Assert.That(next?[^1], Is.EqualTo(9), "the next request gets its own answer");
        Assert.That((machine.Answered, machine.Repeated), Is.EqualTo((4L, 1L)));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public async Task A_program_that_waits_may_ask_more_or_less_often_than_then(int looks, CancellationToken cancellationToken)
    {
        // Two looks, a change, and a look that sees it.
        byte[] write = [.. s_request];
        write[ScpMessage.CommandOffset] = (byte)ScpCommand.Write;
        byte[] done = [.. s_reply[..^4]];
        byte[] changed = Numbered([.. s_reply[..^1], 9], 8);
        CapturedDatagram[] capture =
        [
            Sent(s_request, 0), Came(s_reply, 1), Sent(Numbered(s_request, 6), 10), Came(Numbered(s_reply, 6), 1),
            Sent(Numbered(write, 7), 10), Came(Numbered(done, 7), 1),
            Sent(Numbered(s_request, 8), 10), Came(changed, 1),
        ];
        var world = new SimulatedWorld();
        await using AnsweringMachine machine = await AnsweringMachine.StartAsync(capture, Options(world), cancellationToken);
        await using IDatagramSocket host = world.Network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.7"), 0), machine.Ports[0].EndPoint);

        byte sequence = 20;
        List<byte?> before = [];
        for (int look = 0; look < looks; look++)
            before.Add((await AskAsync(host, world, sequence++, cancellationToken))?[^1]);

        byte[]? written = await AskAsync(host, world, sequence++, cancellationToken, write);
        byte[]? after = await AskAsync(host, world, sequence++, cancellationToken);
        byte[]? still = await AskAsync(host, world, sequence, cancellationToken);

        Assert.That(before, Is.All.EqualTo((byte?)4));
        Assert.That(written, Is.Not.Null);
        Assert.That((after?[^1], still?[^1]), Is.EqualTo(((byte?)9, (byte?)9)));
    }

    /// <summary>A session that changes the machine in many ways, captured under loss, runs again with the same results.</summary>
    [Test, CancelAfter(240_000)]
    public async Task A_session_that_changes_things_under_loss_runs_again_with_every_seed(CancellationToken cancellationToken)
    {
        const int Seeds = 100;
        List<string> wrong = [];
        for (int seed = 1; seed <= Seeds; seed++)
        {
            var told = new List<CapturedDatagram>();
            var unanswered = new List<CapturedDatagram>();
            var faults = new FaultOptions { Ingress = new() { Loss = 0.03 }, Egress = new() { Loss = 0.03 } };
            string then;
            using (PacketCapture capture = PacketCapture.Watch(told.Add))
            {
                await using SimulatedMachine captured = await SimulatedMachine.OpenAsync(
                    new VirtualMachineOptions { Board = BoardType.Spin3, Seed = (ulong)seed, Faults = faults },
                    cancellationToken,
                    with => with with { Connection = with.Connection with { Capture = capture } });
                then = await captured.DoAsync(() => RunSessionAsync(captured.Transceiver, cancellationToken));
            }

            var world = new SimulatedWorld();
            await using AnsweringMachine machine = await AnsweringMachine.StartAsync(
                told, new AnsweringMachineOptions { BindAddress = IPAddress.Parse("10.9.0.1"), UseTruePorts = true, Unanswered = unanswered.Add, Network = world.Network, TimeProvider = world.Time }, cancellationToken);
            var board = new IPEndPoint(IPAddress.Parse("10.9.0.1"), ScpMessage.Port);
            await using Transceiver again = await world.Time.RunUntilAsync(SimulatedMachine.WithoutContext(() => Transceiver.OpenAsync(board, new TransceiverOptions { Connection = world.Options }, cancellationToken)), cancellationToken);
            string now = await world.Time.RunUntilAsync(SimulatedMachine.WithoutContext(() => RunSessionAsync(again, cancellationToken)), cancellationToken);
            if (!string.Equals(now, then, StringComparison.Ordinal) || unanswered.Count > 0)
                wrong.Add($"seed {seed}: unanswered {string.Join(' ', unanswered.Select(static datagram => Convert.ToHexString(datagram.Data.Span[..Math.Min(datagram.Data.Length, 26)])).Distinct(StringComparer.Ordinal))}, then {then}, now {now}");
        }

        Assert.That(wrong, Is.Empty);
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

    /// <summary>Writes, allocates, loads, runs, reads and stops, and tells what came of it.</summary>
    private static async Task<string> RunSessionAsync(Transceiver transceiver, CancellationToken cancellationToken)
    {
        ChipLocation chip = new(1, 1);
        CoreLocation[] cores = [new(0, 0, 1), new(1, 1, 2)];
        var results = new List<string>();
        for (byte round = 1; round <= 2; round++)
        {
            byte[] data = [.. Enumerable.Range(0, 1500).Select(number => (byte)(number * round))];
            await transceiver.Memory.WriteAsync(chip, 0x60300000, data, progress: null, cancellationToken);
            byte[] found = await transceiver.Memory.ReadAsync(chip, 0x60300000, data.Length, cancellationToken);
            results.Add($"{data.AsSpan().SequenceEqual(found)}");
            await using (SdramAllocation block = await transceiver.Sdram.AllocateAsync(chip, 4096, 40, round, cancellationToken))
                results.Add($"{block.Address:x}");

            results.Add($"{await transceiver.Routing.LoadAsync(chip, [new MulticastRoute(round, uint.MaxValue, new Route([0], []))], 40, cancellationToken)}");
            results.Add(string.Join(' ', await transceiver.Routing.GetAsync(chip, 40, cancellationToken)));
            await using (ApplicationSession session = await transceiver.Applications.StartAsync(SimulatedMachine.Image("hello"), cores, new StartOptions { ApplicationId = 50 }, cancellationToken))
            {
                await session.WaitForStateAsync([CoreState.Finished], new WaitOptions(), cancellationToken);
                results.AddRange((await session.GetIobufAsync(cancellationToken: cancellationToken)).Select(static text => $"{text.Core}: {text.Text.Trim()}"));
            }

            results.AddRange((await transceiver.Applications.GetCoreInfosAsync(cores, cancellationToken: cancellationToken)).Select(static info => $"{info.Core} {info.State}"));
            await transceiver.Routing.ClearAsync(40, [chip], cancellationToken);
        }

        return string.Join("; ", results);
    }

    private static byte[] Numbered(byte[] datagram, byte sequence)
    {
        byte[] numbered = [.. datagram];
        numbered[ScpMessage.SequenceOffset] = sequence;
        return numbered;
    }

    private CapturedDatagram Sent(byte[] data, double milliseconds) => Datagram(s_host, s_board, data, milliseconds);

    private CapturedDatagram Came(byte[] data, double milliseconds) => Datagram(s_board, s_host, data, milliseconds);

    private CapturedDatagram Datagram(IPEndPoint from, IPEndPoint to, byte[] data, double milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        return new CapturedDatagram(++_frame, _now, from, to, data, Comment: null);
    }
}
