using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>Whatever goes wrong ends promptly, in an error that names it, and leaves nothing behind.</summary>
[CancelAfter(60_000)]
internal sealed class RobustnessTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test]
    public async Task A_silent_host_is_given_up(CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System, answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint, new ScampConnectionOptions { InitialTimeout = TimeSpan.FromMilliseconds(5), GiveUpAfter = TimeSpan.FromMilliseconds(50) }, token);

        Assert.That(async () => await scamp.GetVersionAsync(cancellationToken: token), Throws.TypeOf<SpinnakerTimeoutException>());
        AssertNothingIsLeft(scamp);
    }

    [Test]
    public async Task A_closed_port_fails_what_is_in_flight_at_once(CancellationToken token)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Refusals are reported on Linux.");

        // An hour to give up: only the refusal can end it.
        int port = await Udp.ClosedPortAsync(token);
        var options = new ScampConnectionOptions { InitialTimeout = TimeSpan.FromHours(1), MaxTimeout = TimeSpan.FromHours(1), GiveUpAfter = TimeSpan.FromHours(1) };
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), options, token);

        Assert.That(
            async () => await scamp.GetVersionAsync(cancellationToken: token),
            Throws.TypeOf<SpinnakerConnectionException>().With.Message.Contain("nothing listens").And.Message.Contain($"{port}"));
        Assert.That(async () => await scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 10_000, token), Throws.TypeOf<SpinnakerConnectionException>());
        AssertNothingIsLeft(scamp);
    }

    [Test]
    public async Task A_closed_port_in_memory_fails_the_same_way(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, 17893), world.Options, token);

        Task<uint> reading = scamp.ReadWordAsync(s_chip, 0x6000_0000, token).AsTask();

        Assert.That(async () => await world.Time.RunUntilAsync(reading, token), Throws.TypeOf<SpinnakerConnectionException>());
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task Software_that_cannot_say_its_version_is_an_invalid_packet(
        [Values("", "00", "0000000000000000ffffffff", "000000000001ffff000000005343264d5000")] string payload, CancellationToken token)
    {
        await using var board = new ScriptedBoard(
            UdpNetwork.Instance, TimeProvider.System, answer: request => [ScriptedBoard.Reply(request, ScpResult.Ok, Convert.FromHexString(payload))]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);

        Assert.That(async () => await scamp.GetVersionAsync(cancellationToken: token), Throws.TypeOf<InvalidPacketException>());
        AssertNothingIsLeft(scamp);
    }

    [Test]
    public async Task A_reply_cut_short_is_an_invalid_packet_even_under_an_OK([Values(0, 1, 99)] int kept, CancellationToken token)
    {
        await using var board = new ScriptedBoard(
            UdpNetwork.Instance, TimeProvider.System, answer: request => [ScriptedBoard.Answer(request)[..(14 + kept)]]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);

        InvalidPacketException? error = await Assert.ThrowsAsync<InvalidPacketException>(
            () => scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 100, token).AsTask());

        Assert.That((error!.Error.Kind, error.Error.Offset), Is.EqualTo((PacketErrorKind.TooShort, kept)));
        Assert.That(error.Message, Does.Contain("Read").And.Contain("0,0,0"));
        AssertNothingIsLeft(scamp);
    }

    [Test]
    public async Task A_reply_with_an_unknown_result_fails_its_own_request_only(CancellationToken token)
    {
        var world = new SimulatedWorld();
        bool first = true;
        await using ScriptedBoard board = world.Board(answer: request =>
        {
            byte[] reply = first ? ScriptedBoard.Reply(request, (ScpResult)0x55) : ScriptedBoard.Answer(request);
            first = false;
            return [reply];
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        Task<uint> strange = scamp.ReadWordAsync(s_chip, 0x100, token).AsTask();
        Task<uint> healthy = scamp.ReadWordAsync(s_chip, 0x200, token).AsTask();

        await world.Time.RunUntilAsync(healthy, token);

        Assert.That(async () => await strange, Throws.TypeOf<InvalidPacketException>());
    }

    [Test]
    public async Task Cancelling_frees_the_slot_at_once_wherever_the_request_is([Values] Stage stage, CancellationToken token)
    {
        var world = new SimulatedWorld();
        bool silent = true;
        await using ScriptedBoard board = world.Board(answer: request => silent ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { MaxWindow = 1 }, token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task<uint>? ahead = stage == Stage.Queued ? scamp.ReadWordAsync(s_chip, 0x100, token).AsTask() : null;
        Task<uint> cancelled = scamp.ReadWordAsync(s_chip, 0x200, source.Token).AsTask();
        world.Time.Advance(stage == Stage.Recovering ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(1));

        await source.CancelAsync();

        Assert.That(cancelled.IsCanceled, Is.True);
        Assert.That(async () => await cancelled, Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(source.Token));
        Assert.That(scamp.Statistics.InFlight + scamp.Statistics.Queued, Is.EqualTo(ahead is null ? 0 : 1));
        silent = false;
        Assert.That(
            await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x300, 64, token).AsTask(), token),
            Is.EqualTo(ScriptedBoard.MemoryAt(0x300, 64)));
        Assert.That(scamp.Statistics.Cancelled, Is.EqualTo(1));
    }

    [Test]
    public async Task A_token_cancelled_before_sends_nothing(CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);
        var cancelled = new CancellationToken(canceled: true);

        Assert.That(async () => await scamp.ReadWordAsync(s_chip, 0, cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await scamp.ReadMemoryAsync(s_chip, 0, 1000, cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(scamp.Statistics.Sent, Is.Zero);
    }

    [Test]
    public async Task The_late_reply_to_a_cancelled_request_is_dropped(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task<uint> cancelled = scamp.ReadWordAsync(s_chip, 0x200, source.Token).AsTask();
        await source.CancelAsync();

        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(cancelled.IsCanceled, Is.True);
        Assert.That(scamp.Statistics.Late, Is.EqualTo(1));
        Assert.That(await scamp.IsReadyToReceiveAsync(cancellationToken: token), Is.False, "it is nobody else's either");
    }

    [Test]
    public async Task Cancelling_a_transfer_ends_it_and_the_connection_goes_on(CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
        var progress = new Cancelling(source);

        Assert.That(
            async () => await scamp.ReadMemoryAsync(s_chip, 0x6000_0000, new byte[50_000_000], progress, source.Token),
            Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(source.Token));

        Assert.That(await scamp.ReadMemoryAsync(s_chip, 0x300, 64, token), Is.EqualTo(ScriptedBoard.MemoryAt(0x300, 64)));
        AssertNothingIsLeft(scamp);
    }

    [Test]
    public async Task A_refused_piece_ends_its_transfer_with_that_error(CancellationToken token)
    {
        // By its address and not by its turn: a request that is sent again must be refused again.
        const int AddressOffset = 14;
        await using var board = new ScriptedBoard(
            UdpNetwork.Instance, TimeProvider.System,
            answer: request => [BitConverter.ToUInt32(request, AddressOffset) == 0x6000_0000 + (50 * 256) ? ScriptedBoard.Reply(request, ScpResult.NoRoute) : ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);

        Assert.That(
            async () => await scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 1_000_000, token),
            Throws.TypeOf<ScpResultException>().With.Property("Result").EqualTo(ScpResult.NoRoute));
        AssertNothingIsLeft(scamp);
    }

    [Test]
    public async Task Disposing_under_load_fails_every_caller_with_one_error_and_returns_every_buffer(
        [Values(0.0, 0.05, 1.0)] double loss, CancellationToken token)
    {
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System, new LinkFaults { Loss = loss, Seed = 1 });
        ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);
        Task[] callers = [.. Enumerable.Range(0, 64).Select(_ => Task.Run(() => scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 4_000_000, token).AsTask(), token))];
        while (scamp.Statistics.Sent < 8)
            await Task.Yield();

        await scamp.DisposeAsync();

        foreach (Task caller in callers)
            Assert.That(async () => await caller, Throws.TypeOf<SpinnakerConnectionClosedException>());
        Assert.That(scamp.OutstandingBuffers, Is.Zero);
        Assert.That((scamp.Statistics.InFlight, scamp.Statistics.Queued), Is.EqualTo((0, 0)));
        Assert.That(async () => await scamp.GetVersionAsync(cancellationToken: token), Throws.TypeOf<SpinnakerConnectionClosedException>());
    }

    [Test]
    public async Task Rubbish_on_the_wire_disturbs_nothing([Range(0, 9)] int seed, CancellationToken token)
    {
        var random = new Random(seed);
        await using var board = new ScriptedBoard(UdpNetwork.Instance, TimeProvider.System, answer: request =>
        {
            var rubbish = new byte[random.Next(0, 400)];
            random.NextBytes(rubbish);
            byte[] cut = ScriptedBoard.Answer(request)[..random.Next(0, 12)];
            return [rubbish, [], cut, ScriptedBoard.Answer(request)];
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: token);

        byte[] data = await scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 50_000, token);

        Assert.That(data.AsSpan().SequenceEqual(ScriptedBoard.MemoryAt(0x6000_0000, 50_000)), Is.True);
    }

    private static void AssertNothingIsLeft(ScampConnection scamp)
    {
        ConnectionStatistics statistics = scamp.Statistics;
        Assert.That((statistics.InFlight, statistics.Queued), Is.EqualTo((0, 0)));
    }

    /// <summary>Where a request is when it is cancelled.</summary>
    public enum Stage
    {
        Queued,
        InFlight,
        Recovering,
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.BytesDone > 20_000)
                source.Cancel();
        }
    }
}
