using Polly;
using Polly.Retry;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>What must not be repeated is carried out once at most, and its caller is told what is known, whatever happens to the answers.</summary>
[CancelAfter(120_000)]
internal sealed class OnceOnlyTests
{
    private static readonly ChipLocation s_chip = new(0, 0);
    private static readonly SdramFree s_request = new(s_chip, 0x6000_0000);
    private static readonly ScpResult[] s_refusals = [ScpResult.NoBuffer, ScpResult.P2PBusy, ScpResult.P2PNoReply];

    [Test]
    public async Task A_refusal_that_comes_twice_is_one_refusal([Values(0, 3, 20, 300)] int milliseconds, CancellationToken token)
    {
        // The network hands the refusal over twice, the second time when the request has been sent again and is being carried out.
        var world = new SimulatedWorld();
        int carriedOut = 0;
        int count = 0;
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            if (++count == 1)
            {
                byte[] refusal = ScriptedBoard.Reply(request, ScpResult.P2PBusy);
                board!.SendLater(refusal, TimeSpan.FromMilliseconds(milliseconds), board.Client!);
                return [refusal];
            }

            carriedOut++;
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        Task asking = world.Time.RunUntilAsync(scamp.ExecuteAsync(s_request, token).AsTask(), token);

        Assert.That(async () => await asking, Throws.TypeOf<SpinnakerTimeoutException>().With.Property("OutcomeUnknown").True);
        Assert.That(carriedOut, Is.EqualTo(1));
    }

    [Test]
    public async Task A_strategy_that_tries_again_repeats_nothing_that_must_not_be([Values] bool refusedBefore, [Values] bool withTimeout, CancellationToken token)
    {
        var world = new SimulatedWorld();
        int carriedOut = 0;
        bool refuse = refusedBefore;
        await using ScriptedBoard board = world.Board(answer: request =>
        {
            if (refuse)
            {
                refuse = false;
                return [ScriptedBoard.Reply(request, ScpResult.P2PBusy)];
            }

            carriedOut++;
            return [];
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint,
            world.Options with
            {
                ConfigureResending = builder =>
                {
                    builder.AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, ShouldHandle = static _ => PredicateResult.True(), Delay = TimeSpan.FromMilliseconds(10) });
                    if (withTimeout)
                        builder.AddTimeout(TimeSpan.FromMilliseconds(600));
                },
            },
            token);

        Task asking = world.Time.RunUntilAsync(scamp.ExecuteAsync(s_request, token).AsTask(), token);

        Assert.That(async () => await asking, Throws.TypeOf<SpinnakerTimeoutException>().With.Property("OutcomeUnknown").True);
        Assert.That(carriedOut, Is.EqualTo(1));
    }

    [Test]
    public async Task Whatever_is_refused_lost_late_or_doubled_it_is_carried_out_once_at_most_and_told_as_it_was([Range(0, 9)] int hundred, CancellationToken token)
    {
        for (int seed = 300 * hundred; seed < 300 * (hundred + 1); seed++)
            await TryAsync(seed, token);
    }

    private static async Task TryAsync(int seed, CancellationToken token)
    {
        var random = new Random(seed);
        var world = new SimulatedWorld();
        var time = new LeapingTime(world.Time);
        int carriedOut = 0;
        double refusing = random.NextDouble();
        double losing = random.NextDouble() / 2;
        double doubling = random.NextDouble();
        int longest = random.Next(2) == 0 ? 30 : 2000;
        ScriptedBoard? board = null;
        board = world.Board(answer: request =>
        {
            if (random.NextDouble() < losing)
                return [];

            byte[] reply;
            if (random.NextDouble() < refusing)
            {
                reply = ScriptedBoard.Reply(request, s_refusals[random.Next(s_refusals.Length)]);
            }
            else
            {
                carriedOut++;
                reply = ScriptedBoard.Reply(request);
            }

            while (random.NextDouble() >= losing)
            {
                board!.SendLater(reply, TimeSpan.FromMilliseconds(random.Next(longest)), board.Client!);
                if (random.NextDouble() >= doubling)
                    break;
            }

            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint,
            world.Options with { TimeProvider = time, GiveUpAfter = TimeSpan.FromMilliseconds(random.Next(10) == 0 ? 50 : 2000), InitialTimeout = TimeSpan.FromMilliseconds(random.Next(5, 500)) },
            token);
        using var cancelling = new CancellationTokenSource();
        bool cancels = random.Next(4) == 0;
        if (cancels)
            world.Time.CreateTimer(_ => cancelling.Cancel(), null, TimeSpan.FromMilliseconds(random.Next(1000)), Timeout.InfiniteTimeSpan);
        if (random.Next(4) == 0)
            world.Time.CreateTimer(_ => time.Leap(TimeSpan.FromSeconds(random.Next(100))), null, TimeSpan.FromMilliseconds(random.Next(1000)), Timeout.InfiniteTimeSpan);

        Exception? error = null;
        try
        {
            await world.Time.RunUntilAsync(scamp.ExecuteAsync(s_request, cancelling.Token).AsTask(), token);
        }
        catch (Exception exception) when (exception is SpinnakerException or OperationCanceledException)
        {
            error = exception;
        }

        world.Time.Advance(TimeSpan.FromSeconds(10));
        string what = $"seed {seed}: {error?.ToString() ?? "done"}";
        Assert.That(carriedOut, Is.LessThanOrEqualTo(1), what);
        if (error is null)
            Assert.That(carriedOut, Is.EqualTo(1), what);
        if (error is ScpResultException or SpinnakerTimeoutException { OutcomeUnknown: false })
            Assert.That(carriedOut, Is.Zero, what);
        Assert.That((scamp.Statistics.InFlight, scamp.Statistics.Queued), Is.EqualTo((0, 0)), what);
    }
}
