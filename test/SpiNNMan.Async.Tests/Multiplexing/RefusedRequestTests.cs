using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>What comes of a request that the board answered with "try again".</summary>
[CancelAfter(60_000)]
internal sealed class RefusedRequestTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    /// <summary>Commands that must not be repeated blindly.</summary>
    private static readonly IScpRequest<Acknowledgement>[] s_once =
    [
        new SdramFree(s_chip, 0x6000_0000),
        new SendSignal(30, Signal.Timer),
        new SetPower(PowerCommand.PowerOn, 0),
        new ApplicationRun(s_chip, 30, CoreSet.Create(1), wait: false),
        new RawAcknowledged(),
    ];

    [Test]
    public async Task What_must_not_be_repeated_is_sent_again_after_a_refusal_and_then_no_more(
        [ValueSource(nameof(s_once))] IScpRequest<Acknowledgement> request, CancellationToken token)
    {
        var world = new SimulatedWorld();
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: bytes => ++count == 1 ? [ScriptedBoard.Reply(bytes, ScpResult.P2PBusy)] : []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        Task asking = world.Time.RunUntilAsync(scamp.ExecuteAsync(request, token).AsTask(), token);

        Assert.That(async () => await asking, Throws.TypeOf<SpinnakerTimeoutException>().With.Property("OutcomeUnknown").True.And.Property("Attempts").EqualTo(2));
        Assert.That(board.Received, Has.Count.EqualTo(2), "once refused, and once more");
    }

    [Test]
    public async Task A_chip_that_is_busy_once_and_then_slow_is_told_once_more_only(CancellationToken token)
    {
        // After many reads the timeout is short; the chip takes longer than that over the free.
        var world = new SimulatedWorld();
        bool isBusy = true;
        ScriptedBoard? board = null;
        List<byte[]> frees = [];
        board = world.Board(answer: request =>
        {
            if (ScriptedBoard.CommandOf(request) == ScpCommand.Read)
                return [ScriptedBoard.Answer(request)];

            frees.Add(request);
            if (isBusy)
            {
                isBusy = false;
                return [ScriptedBoard.Reply(request, ScpResult.P2PBusy)];
            }

            board!.SendLater(ScriptedBoard.Reply(request), TimeSpan.FromMilliseconds(60), board.Client!);
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 300 * 256, token).AsTask(), token);

        await world.Time.RunUntilAsync(scamp.ExecuteAsync(new SdramFree(s_chip, 0x6000_0000), token).AsTask(), token);

        Assert.That(frees, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_power_command_refused_once_still_gets_the_time_of_its_class(CancellationToken token)
    {
        var world = new SimulatedWorld();
        int count = 0;
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            if (++count == 1)
                return [ScriptedBoard.Reply(request, ScpResult.NoBuffer)];

            board!.SendLater(ScriptedBoard.Reply(request), TimeSpan.FromSeconds(12), board.Client!);
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using BmpConnection bmp = await BmpConnection.ConnectAsync(
            board.EndPoint,
            new BmpConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false },
            token);

        await world.Time.RunUntilAsync(bmp.PowerOnAsync(cancellationToken: token).AsTask(), token);

        Assert.That(count, Is.EqualTo(2));
    }

    [Test]
    public async Task What_must_not_be_repeated_and_is_refused_each_time_ends_with_the_answer_and_not_as_unknown(
        [Values(0, 60, 150, 400)] int milliseconds, CancellationToken token)
    {
        var world = new SimulatedWorld();
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            board!.SendLater(ScriptedBoard.Reply(request, ScpResult.NoBuffer), TimeSpan.FromMilliseconds(milliseconds), board.Client!);
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint, world.Options with { GiveUpAfter = TimeSpan.FromSeconds(2), InitialTimeout = TimeSpan.FromMilliseconds(500) }, token);

        Task<uint> allocating = world.Time.RunUntilAsync(scamp.ExecuteAsync(new SdramAllocate(s_chip, 30, 1024), token).AsTask(), token);

        Assert.That(async () => await allocating, Throws.TypeOf<ScpResultException>().With.Property("Result").EqualTo(ScpResult.NoBuffer).And.Property("IsTransient").True);
        Assert.That(world.Time.Elapsed, Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task A_request_refused_until_its_time_was_up_ends_with_the_answer_also_if_the_last_one_came_too_late(
        [Values(ScpResult.NoBuffer, ScpResult.P2PBusy)] ScpResult result, [Range(20, 220, 20)] int milliseconds, CancellationToken token)
    {
        var world = new SimulatedWorld();
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            board!.SendLater(ScriptedBoard.Reply(request, result), TimeSpan.FromMilliseconds(milliseconds), board.Client!);
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { GiveUpAfter = TimeSpan.FromSeconds(1) }, token);

        Task<uint> reading = world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x6000_0000, token).AsTask(), token);

        Assert.That(async () => await reading, Throws.TypeOf<ScpResultException>().With.Property("Result").EqualTo(result));
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1.1)));
    }

    [Test]
    public async Task An_allocation_is_not_repeated_where_its_caller_knows_that_the_monitor_would_do_it_twice(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        var request = new SdramAllocate(s_chip, 30, 1024, tag: 5) { Repeatability = Repeatability.NotRepeatable };

        Task<uint> allocating = world.Time.RunUntilAsync(scamp.ExecuteAsync<SdramAllocate, uint>(request, token).AsTask(), token);

        Assert.That(async () => await allocating, Throws.TypeOf<SpinnakerTimeoutException>().With.Property("OutcomeUnknown").True);
        Assert.That(board.Received, Has.Count.EqualTo(1));
    }

    /// <summary>A command of an application, which the library knows nothing of.</summary>
    private sealed class RawAcknowledged : IScpRequest<Acknowledgement>
    {
        public ScpCommand Command => (ScpCommand)200;

        public SdpEndpoint Destination => new(s_chip, 3);

        public ScpArguments Arguments => default;

        public Repeatability Repeatability => Repeatability.NotRepeatable;

        public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error)
        {
            response = default;
            error = default;
            return true;
        }
    }
}
