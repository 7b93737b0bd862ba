using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>The calls a user makes himself, and the awaited ones beside them.</summary>
[CancelAfter(30_000)]
internal sealed class ScampConnectionTests
{
    private static readonly GetVersion s_version = new(new CoreLocation(3, 4, 5));

    [Test]
    public async Task Until_it_is_known_the_chip_is_the_root(CancellationToken token)
    {
        await using ScampConnection scamp = await ScampConnection.ConnectAsync("127.0.0.1", cancellationToken: token);

        Assert.That((scamp.Chip, scamp.RemotePort), Is.EqualTo((ChipLocation.Root, (int?)17893)));
    }

    [Test]
    public async Task A_request_can_be_sent_and_its_reply_received_by_hand(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(peer.EndPoint(), cancellationToken: token);

        await scamp.SendScpRequestAsync(s_version, 77, token);
        byte[] sent = await peer.ReceiveAsync(Udp.Soon, token);
        await peer.SendToAsync(Convert.FromHexString("000007ffff05ffff04038d004d0061626364"), scamp.EndPoint(), token);
        ScpResponse response = await scamp.ReceiveScpResponseAsync(Udp.Soon, token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Convert.ToHexStringLower(sent), Is.EqualTo("000087ff05ff0403ffff00004d00000000000000000000000000"));
            Assert.That((response.Result, response.Sequence), Is.EqualTo((ScpResult.P2PBusy, (ushort)77)), "a bad result is no error here");
            Assert.That(response.Payload.ToArray(), Is.EqualTo("abcd"u8.ToArray()));
            Assert.That(response.Datagram.Length, Is.EqualTo(18));
            Assert.That(response.RemoteEndPoint, Is.EqualTo(peer.EndPoint()));
        }
    }

    [Test]
    public async Task The_chip_is_the_source_of_requests(CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(peer.EndPoint(), cancellationToken: token);

        scamp.UpdateChipCoordinates(new ChipLocation(8, 4));
        await scamp.SendScpRequestAsync(s_version, 77, token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scamp.Chip, Is.EqualTo(new ChipLocation(8, 4)));
            Assert.That(Convert.ToHexStringLower(await peer.ReceiveAsync(Udp.Soon, token)), Is.EqualTo("000087ff05ff0403040800004d00000000000000000000000000"));
            Assert.That(
                Convert.ToHexStringLower(scamp.GetScpData(s_version, new ChipLocation(1, 2), 77)),
                Is.EqualTo("000087ff05ff0403020100004d00000000000000000000000000"));
        }
    }

    [Test]
    public async Task Without_a_peer_requests_go_to_any_board_but_cannot_be_awaited(CancellationToken token)
    {
        var network = new InMemoryNetwork();
        await using IDatagramSocket board = network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.3"), 17893));
        await using ScampConnection scamp = await ScampConnection.OpenAsync(new ScampConnectionOptions { Network = network }, token);

        await scamp.SendScpRequestToAsync(new GetVersion(new CoreLocation(1, 1, 0)), new ChipLocation(7, 9), IPAddress.Parse("10.0.0.3"), 5, token);

        var buffer = new byte[300];
        ReceivedLength received = await board.ReceiveAsync(buffer, token);
        Assert.That(Convert.ToHexStringLower(buffer.AsSpan(0, received.Length)), Is.EqualTo("000087ff00ff0101090700000500000000000000000000000000"));
        Assert.That(async () => await scamp.SendScpRequestAsync(s_version, cancellationToken: token), Throws.TypeOf<SpinnakerConnectionException>());
        Assert.That(async () => await scamp.GetVersionAsync(cancellationToken: token), Throws.TypeOf<SpinnakerConnectionException>());
        Assert.That(async () => await scamp.ReadMemoryAsync(default, 0, 4, token), Throws.TypeOf<SpinnakerConnectionException>());
    }

    [Test]
    public async Task What_is_no_reply_is_an_error_to_who_receives_by_hand(
        [Values("000007ffff05ffff04038d004d", "000007ffff05ffff040355004d00", "")] string hex, CancellationToken token)
    {
        await using UdpConnection peer = await Udp.PeerAsync(token);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(peer.EndPoint(), cancellationToken: token);

        await peer.SendToAsync(Convert.FromHexString(hex), scamp.EndPoint(), token);

        Assert.That(async () => await scamp.ReceiveScpResponseAsync(Udp.Soon, token), Throws.TypeOf<InvalidPacketException>());
    }

    [Test]
    public async Task By_hand_and_awaited_go_together_and_each_reply_goes_where_it_belongs(CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);
        const int Rounds = 500;

        Task<byte[]> awaited = scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x6000_0000, 200_000, token).AsTask();
        for (int round = 0; round < Rounds; round++)
        {
            uint address = 0x7000_0000 + (uint)(round * 4);
            await scamp.SendScpRequestAsync(new ReadMemory(new ChipLocation(0, 0), address, 4), cancellationToken: token);
            ScpResponse response = await scamp.ReceiveScpResponseAsync(Udp.Soon, token);
            Assert.That(response.Payload.ToArray(), Is.EqualTo(ScriptedBoard.MemoryAt(address, 4)));
        }

        byte[] data = await awaited;
        Assert.That(data.AsSpan().SequenceEqual(ScriptedBoard.MemoryAt(0x6000_0000, 200_000)), Is.True);
    }

    [Test]
    public async Task A_number_used_by_hand_is_kept_apart_from_awaited_requests(CancellationToken token)
    {
        // The number the next awaited request would have: it takes another, and both get their own reply.
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        await scamp.SendAsync(scamp.GetScpData(new ReadMemory(default(ChipLocation), 0x100, 4), sequence: 1), token);
        uint awaited = await world.Time.RunUntilAsync(scamp.ReadWordAsync(default(ChipLocation), 0x200, token).AsTask(), token);
        ScpResponse byHand = await scamp.ReceiveScpResponseAsync(TimeSpan.Zero, token);

        Assert.That(board.Received.Select(ScriptedBoard.SequenceOf), Is.Unique);
        Assert.That(BitConverter.GetBytes(awaited), Is.EqualTo(ScriptedBoard.MemoryAt(0x200, 4)));
        Assert.That(byHand.Payload.ToArray(), Is.EqualTo(ScriptedBoard.MemoryAt(0x100, 4)));
    }

    [Test]
    public async Task A_number_of_an_awaited_request_in_flight_cannot_be_used_by_hand(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        Task<uint> awaited = scamp.ReadWordAsync(default(ChipLocation), 0x200, token).AsTask();

        Assert.That(async () => await scamp.SendScpRequestAsync(s_version, 1, token), Throws.TypeOf<InvalidParameterException>());
        await world.Time.RunUntilAsync(awaited, token);
    }

    [Test]
    public async Task A_message_of_a_core_with_the_number_of_a_pending_request_is_no_reply_to_it(CancellationToken token)
    {
        // The same number, even the same result code, but from another core, and from a port that is not for commands.
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: request =>
        {
            byte[] ofAnotherCore = ScriptedBoard.Reply(request, ScpResult.Ok, 9, 9, 9, 9);
            ofAnotherCore[5] = 7;
            byte[] ofAnotherPort = ScriptedBoard.Reply(request, ScpResult.Ok, 8, 8, 8, 8);
            ofAnotherPort[5] |= 1 << 5;
            return [ofAnotherCore, ofAnotherPort, ScriptedBoard.Answer(request)];
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        uint word = await world.Time.RunUntilAsync(scamp.ReadWordAsync(default(ChipLocation), 0x200, token).AsTask(), token);

        Assert.That(BitConverter.GetBytes(word), Is.EqualTo(ScriptedBoard.MemoryAt(0x200, 4)));
        SdpMessage message = await scamp.ReceiveSdpMessageAsync(TimeSpan.Zero, token);
        Assert.That(message.Header.Source.Port, Is.EqualTo(1), "a message of its own, for whoever receives");
    }

    [Test]
    public async Task Memory_beyond_the_end_of_the_address_space_is_refused(CancellationToken token)
    {
        await using ScampConnection scamp = await ScampConnection.ConnectAsync("127.0.0.1", cancellationToken: token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await scamp.ReadMemoryAsync(default, 0xFFFF_FFFF, 2, token), Throws.TypeOf<InvalidParameterException>());
            Assert.That(async () => await scamp.WriteMemoryAsync(default, 0xFFFF_FFF0, new byte[17], cancellationToken: token), Throws.TypeOf<InvalidParameterException>());
            Assert.That(async () => await scamp.ReadMemoryAsync(new CoreLocation(0, 0, 32), 0, 4, token), Throws.TypeOf<InvalidParameterException>());
        }
    }

    [Test]
    public async Task Nothing_is_read_or_written_without_a_word_on_the_wire([Values] bool write, CancellationToken token)
    {
        await using ScampConnection scamp = await ScampConnection.ConnectAsync("127.0.0.1", cancellationToken: token);

        if (write)
            await scamp.WriteMemoryAsync(default, 0x6000_0000, default, cancellationToken: token);
        else
            Assert.That(await scamp.ReadMemoryAsync(default, 0x6000_0000, 0, token), Is.Empty);

        Assert.That(scamp.Statistics.Sent, Is.Zero);
    }

    [Test]
    public async Task Progress_reaches_the_whole(CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);
        var done = new TaskCompletionSource<TransferProgress>(TaskCreationOptions.RunContinuationsAsynchronously);

        await scamp.WriteMemoryAsync(default, 0x6000_0000, new byte[10_000], new Reporter(done), token);

        Assert.That(await done.Task.WaitAsync(token), Is.EqualTo(new TransferProgress(10_000, 10_000)));
    }

    private sealed class Reporter(TaskCompletionSource<TransferProgress> done) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.BytesDone == value.BytesTotal)
                done.TrySetResult(value);
        }
    }
}
