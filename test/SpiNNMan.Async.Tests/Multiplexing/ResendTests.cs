using System.Diagnostics;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>What is sent again, when, and when it is given up.</summary>
[CancelAfter(60_000)]
internal sealed class ResendTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test]
    public async Task The_same_bytes_are_sent_again(CancellationToken token)
    {
        var world = new SimulatedWorld();
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++count < 4 ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x6000_0000, token).AsTask(), token);

        Assert.That(board.Received, Has.Count.EqualTo(4));
        Assert.That(board.Received, Is.All.EqualTo(board.Received[0]));
        Assert.That(scamp.Statistics.ResentAfterTimeout, Is.EqualTo(3));
    }

    [Test]
    public async Task A_silent_board_is_given_up_after_its_time_with_an_error_that_says_so(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp =
            await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { GiveUpAfter = TimeSpan.FromSeconds(3) }, token);

        Task<uint> reading = scamp.ReadWordAsync(new CoreLocation(1, 2, 3), 0x6000_0000, token).AsTask();
        SpinnakerTimeoutException error = await ThrowsAsync<SpinnakerTimeoutException>(world, reading, token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Attempts, Is.EqualTo(board.Received.Count).And.GreaterThan(3));
            Assert.That(error.Elapsed, Is.EqualTo(TimeSpan.FromSeconds(3)).Within(TimeSpan.FromSeconds(0.5)));
            Assert.That(error.OutcomeUnknown, Is.False);
            Assert.That(error.Message, Does.Contain("1,2,3").And.Contain("Read").And.Contain(board.EndPoint.ToString()));
            Assert.That(scamp.Statistics.InFlight, Is.Zero);
        }
    }

    [Test]
    public async Task What_must_not_be_repeated_is_sent_once_and_its_outcome_is_said_to_be_unknown(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        Task<uint> allocating = scamp.ExecuteAsync(new SdramAllocate(s_chip, 30, 1024), token).AsTask();
        SpinnakerTimeoutException error = await ThrowsAsync<SpinnakerTimeoutException>(world, allocating, token);

        Assert.That(board.Received, Has.Count.EqualTo(1));
        Assert.That(error.OutcomeUnknown, Is.True);
        Assert.That(error.IsTransient, Is.False);
    }

    [Test]
    public async Task What_must_not_be_repeated_is_sent_again_when_the_board_did_not_do_it(CancellationToken token)
    {
        var world = new SimulatedWorld();
        int count = 0;
        await using ScriptedBoard board = world.Board(
            answer: request => ++count < 3 ? [ScriptedBoard.Reply(request, ScpResult.P2PBusy)] : [ScriptedBoard.Reply(request, ScpResult.Ok, 0, 0, 0x24, 0x60)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        uint address = await world.Time.RunUntilAsync(scamp.ExecuteAsync(new SdramAllocate(s_chip, 30, 1024), token).AsTask(), token);

        Assert.That(address, Is.EqualTo(0x6024_0000));
        Assert.That(scamp.Statistics.ResentToTryAgain, Is.EqualTo(2));
    }

    [Test]
    public async Task Results_that_ask_for_another_try_get_it(
        [Values(ScpResult.BadLength, ScpResult.Timeout, ScpResult.NoBuffer, ScpResult.P2PNoReply, ScpResult.P2PBusy, ScpResult.P2PTimeout)] ScpResult result,
        CancellationToken token)
    {
        var world = new SimulatedWorld();
        bool first = true;
        await using ScriptedBoard board = world.Board(answer: request =>
        {
            byte[] reply = first ? ScriptedBoard.Reply(request, result) : ScriptedBoard.Answer(request);
            first = false;
            return [reply];
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x6000_0000, token).AsTask(), token);

        Assert.That(scamp.Statistics.ResentToTryAgain, Is.EqualTo(1));
    }

    [Test]
    public async Task Results_that_are_final_fail_at_once(
        [Values(ScpResult.BadChecksum, ScpResult.BadCommand, ScpResult.BadArgument, ScpResult.BadPort, ScpResult.NoRoute, ScpResult.BadCore,
            ScpResult.DeadCore, ScpResult.P2PReject, ScpResult.PacketTransmit)] ScpResult result,
        CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: request => [ScriptedBoard.Reply(request, result)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        ScpResultException error = await ThrowsAsync<ScpResultException>(world, scamp.ReadWordAsync(s_chip, 0x6000_0000, token).AsTask(), token);

        Assert.That((error.Result, error.Command, error.Core), Is.EqualTo((result, ScpCommand.Read, new CoreLocation(0, 0, 0))));
        Assert.That(board.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_chip_that_is_busy_for_too_long_is_given_up_with_its_own_answer(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: request => [ScriptedBoard.Reply(request, ScpResult.P2PBusy)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        ScpResultException error = await ThrowsAsync<ScpResultException>(world, scamp.ReadWordAsync(s_chip, 0x6000_0000, token).AsTask(), token);

        Assert.That(error.Result, Is.EqualTo(ScpResult.P2PBusy));
        Assert.That(error.IsTransient, Is.True);
        Assert.That(board.Received, Has.Count.InRange(10, 60), "it was tried often, with pauses between");
    }

    [Test]
    public async Task The_timeout_follows_the_round_trips(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: request => [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint, world.Options with { MinTimeout = TimeSpan.FromMicroseconds(1) }, token);
        Assert.That(scamp.Statistics.Timeout, Is.EqualTo(TimeSpan.FromMilliseconds(250)));

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 100_000, token).AsTask(), token);

        ConnectionStatistics statistics = scamp.Statistics;
        Assert.That(statistics.RoundTrip, Is.EqualTo(TimeSpan.FromMicroseconds(100)).Within(TimeSpan.FromMicroseconds(1)));
        Assert.That(statistics.Timeout, Is.EqualTo(TimeSpan.FromMicroseconds(300)).Within(TimeSpan.FromMicroseconds(10)));
    }

    [Test]
    public async Task A_chip_slower_than_the_timeout_is_measured_all_the_same([Values(1, 8)] int window, CancellationToken token)
    {
        // A resent request measures nothing, so without patience every request to this chip would be sent twice, for ever.
        var world = new SimulatedWorld();
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            board!.SendLater(ScriptedBoard.Answer(request), TimeSpan.FromMilliseconds(400), board.Client!);
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { MaxWindow = window }, token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 100 * 256, token).AsTask(), token);

        Assert.That(scamp.Statistics.RoundTrip, Is.EqualTo(TimeSpan.FromMilliseconds(400)).Within(TimeSpan.FromMilliseconds(1)));
        Assert.That(scamp.Statistics.Resent, Is.LessThanOrEqualTo(window), "only the first were");
    }

    [Test]
    public async Task A_lost_request_among_others_is_sent_again_within_a_few_round_trips(CancellationToken token)
    {
        var world = new SimulatedWorld();
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++count == 20 ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 100 * 256, token).AsTask(), token);

        Assert.That(scamp.Statistics.ResentWhenOvertaken, Is.EqualTo(1));
        Assert.That(scamp.Statistics.ResentAfterTimeout, Is.Zero);
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromMilliseconds(3)), "13 rounds of 100 us, and no timeout of 10 ms");
    }

    [Test]
    public async Task Without_evidence_of_loss_allowed_only_time_resends(CancellationToken token)
    {
        var world = new SimulatedWorld();
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++count == 20 ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { ResendWhenOvertakenBy = 0 }, token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 100 * 256, token).AsTask(), token);

        Assert.That(scamp.Statistics.ResentWhenOvertaken, Is.Zero);
        Assert.That(scamp.Statistics.ResentAfterTimeout, Is.EqualTo(1));
    }

    [Test]
    public async Task A_request_answered_in_time_never_meets_the_resend_policy(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 1 << 20, token).AsTask(), token);

        Assert.That(scamp.Statistics.Resent, Is.Zero);
        Assert.That(board.Received, Has.Count.EqualTo(4096));
    }

    [Test]
    public async Task A_command_that_takes_long_gets_its_time(CancellationToken token)
    {
        var world = new SimulatedWorld();
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            board!.SendLater(ScriptedBoard.Reply(request), TimeSpan.FromSeconds(3), board.Client!);
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        var copy = new ApplicationCopyRun(s_chip, 3, 32768, 30, default, 0);
        await world.Time.RunUntilAsync(scamp.ExecuteAsync<ApplicationCopyRun, Acknowledgement>(copy, token).AsTask(), token);

        Assert.That(board.Received, Has.Count.EqualTo(1));
        Assert.That(scamp.Statistics.RoundTrip, Is.Null, "it says nothing about the way there and back");
    }

    private static async Task<TException> ThrowsAsync<TException>(SimulatedWorld world, Task task, CancellationToken token)
        where TException : Exception
    {
        try
        {
            await world.Time.RunUntilAsync(task, token);
        }
        catch (TException exception)
        {
            return exception;
        }

        throw new UnreachableException("It should have failed.");
    }
}
