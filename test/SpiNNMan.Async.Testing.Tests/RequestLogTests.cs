using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Testing.Tests;

/// <summary>What the boards received.</summary>
[TestFixture]
internal sealed class RequestLogTests
{
    private const uint Sdram = 0x60300000;

    private static readonly ChipLocation s_chip = new(1, 1);

    [Test, CancelAfter(60_000)]
    public async Task A_write_is_found_however_it_was_cut(CancellationToken token)
    {
        byte[] data = [.. Enumerable.Range(0, 1000).Select(static number => (byte)number)];
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Received.Clear();

        await machine.RunAsync(cancel => transceiver.Memory.WriteAsync(s_chip, Sdram, data, cancellationToken: cancel), token);

        machine.Received.ShouldContainWrite(s_chip, Sdram, data);
        machine.Received.ShouldContainWrite(s_chip, Sdram + 100, data.AsSpan(100, 300));
        machine.Received.ShouldContain(ScpCommand.Write, 4);
        Assert.That(machine.Received.Writes.Sum(static write => write.Length), Is.EqualTo(data.Length));
        Assert.That(machine.Received.To(s_chip), Has.Count.EqualTo(4));
        Assert.That(() => machine.Received.ShouldContainWrite(s_chip, Sdram, [1]), Throws.TypeOf<UnexpectedRequestsException>().With.Message.Contains("0x60300000 of chip 1,1 should have been written with 0x01, and was written with 0x00"));
        Assert.That(() => machine.Received.ShouldContainWrite(s_chip, Sdram + 999, [0xE7, 0]), Throws.TypeOf<UnexpectedRequestsException>().With.Message.Contains("was not written"));
        Assert.That(() => machine.Received.ShouldContainWrite(new ChipLocation(0, 1), Sdram, [0]), Throws.TypeOf<UnexpectedRequestsException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task Failed_assertions_list_what_came(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Assert.That(() => machine.Received.ShouldContain(ScpCommand.Fill), Throws.TypeOf<UnexpectedRequestsException>().With.Message.Contains("Nothing came."));
        Transceiver transceiver = await machine.OpenAsync(token);
        Assert.That(() => machine.Received.ShouldBeEmpty(), Throws.TypeOf<UnexpectedRequestsException>().With.Message.Contains("BMP 0: Version to 0,0,0"));
        machine.Received.Clear();
        await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token);

        Assert.That(() => machine.Received.ShouldContain(ScpCommand.Read, 2), Throws.TypeOf<UnexpectedRequestsException>().With.Message.Contains("2 requests with the command Read should have come, and 1 came").And.Message.Contains("board 0: Read to 1,1,0, 0x60300000 0x4 0x2"));
        Assert.That(() => machine.Received.ShouldContain(Signal.Start, 16), Throws.TypeOf<UnexpectedRequestsException>().With.Message.Contains("Start"));
        Assert.That(machine.Received.Reads.Single(), Is.EqualTo(new ReceivedTransfer(machine.Received[0], new CoreLocation(1, 1, 0), Sdram, 4)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Requests_that_are_sent_again_count_once(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Received.Clear();
        machine.Script.Lose(ScpCommand.Read, 2);

        await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token);

        machine.Received.ShouldContain(ScpCommand.Read, 1);
        Assert.That(machine.Received.Select(static request => request.IsResend), Is.EqualTo(new[] { false, true, true }));
        Assert.That(machine.Received.Count, Is.EqualTo(3));
    }

    [Test, CancelAfter(60_000)]
    public async Task Signals_of_all_kinds_are_seen(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Received.Clear();

        await machine.RunAsync(cancel => transceiver.Applications.SendSignalAsync(30, Signal.Sync0, cancellationToken: cancel), token);
        await machine.RunAsync(cancel => transceiver.Applications.StopAsync(31, cancellationToken: cancel), token);
        await machine.RunAsync(cancel => transceiver.Applications.CountCoresAsync(30, CoreState.Running, cancel), token);

        Assert.That(machine.Received.Signals.Select(static signal => (signal.Signal, signal.ApplicationId, signal.ApplicationMask)), Is.EqualTo(new[] { (Signal.Sync0, (byte)30, (byte)0xFF), (Signal.Stop, (byte)31, (byte)0xFF) }));
    }

    [Test, CancelAfter(60_000)]
    public async Task Tags_that_are_set_and_made_free_are_seen(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Received.Clear();
        var target = new IPEndPoint(IPAddress.Parse("10.0.0.77"), 17895);

        await machine.RunAsync(cancel => transceiver.Tags.SetAsync(3, target, strip: true, cancellationToken: cancel), token);
        await machine.RunAsync(cancel => transceiver.Tags.ClearAsync(3, cancellationToken: cancel), token);

        Assert.That(machine.Received.Tags.Select(static tag => (tag.Board, tag.Tag, tag.Target, tag.IsStripped, tag.IsReverse)), Is.EqualTo(new (int, byte, IPEndPoint?, bool, bool)[] { (0, 3, target, true, false), (0, 3, null, false, false) }));
    }

    [Test, CancelAfter(60_000)]
    public async Task Messages_to_cores_are_kept_apart(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        await using ScampConnection scamp = await machine.RunAsync(cancel => ScampConnection.ConnectAsync(machine.Virtual.Boards[0].EndPoint, machine.Options.Connection, cancel).AsTask(), token);
        var header = new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, new SdpEndpoint(new CoreLocation(0, 0, 3), port: 2), default);

        await machine.RunAsync(cancel => scamp.SendSdpMessageAsync(new SdpMessage(header, "hello"u8.ToArray()), cancel).AsTask(), token);
        machine.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(machine.Received.Count, Is.Zero);
        Assert.That(machine.Received.Messages.Single().Header.Destination, Is.EqualTo(new SdpEndpoint(new CoreLocation(0, 0, 3), port: 2)));
        Assert.That(machine.Received.Messages.Single().Data.ToArray(), Is.EqualTo("hello"u8.ToArray()));
        Assert.That(() => machine.Received.ShouldBeEmpty(), Throws.TypeOf<UnexpectedRequestsException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task What_a_client_sends_as_rubbish_goes_to_the_machine_and_ends_nothing(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        await using var socket = machine.Network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.99"), 0), machine.Virtual.Boards[0].EndPoint);
        for (int length = 0; length < 40; length++)
            socket.Send(Enumerable.Repeat((byte)0x87, length).ToArray());

        machine.Advance(TimeSpan.FromMilliseconds(1));
        Transceiver transceiver = await machine.OpenAsync(token);

        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(4));
    }
}
