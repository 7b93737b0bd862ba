using Polly;
using Polly.Telemetry;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>What users put round the resends of a request.</summary>
[CancelAfter(60_000)]
internal sealed class ResendStrategyTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test]
    public async Task A_request_answered_in_time_is_not_executed_in_it_and_an_overdue_one_once(CancellationToken token)
    {
        var world = new SimulatedWorld();
        var heard = new Listener();
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++count is 2 or 3 ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint, world.Options with { ConfigureResending = builder => builder.TelemetryListener = heard }, token);

        await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);
        Assert.That(heard.Events, Is.Empty);

        await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x100, token).AsTask(), token);
        Assert.That(heard.Events, Does.Contain("OnTimeout").And.Contain("OnRetry"));
        Assert.That(scamp.Statistics.ResentAfterTimeout, Is.EqualTo(2));
    }

    [Test]
    public async Task A_timeout_of_the_users_ends_the_request_as_ours_does(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint, world.Options with { ConfigureResending = builder => builder.AddTimeout(TimeSpan.FromMilliseconds(600)) }, token);

        Task<uint> reading = scamp.ReadWordAsync(s_chip, 0x100, token).AsTask();

        Assert.That(async () => await world.Time.RunUntilAsync(reading, token), Throws.TypeOf<SpinnakerTimeoutException>());
        Assert.That(world.Time.Elapsed, Is.EqualTo(TimeSpan.FromMilliseconds(850)).Within(TimeSpan.FromMilliseconds(20)));
    }

    [Test]
    public async Task A_strategy_that_throws_fails_the_request_with_a_named_error(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: _ => []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint,
            world.Options with { ConfigureResending = builder => builder.AddStrategy(_ => new Refusing(), new RefusingOptions()) },
            token);

        Task<uint> reading = scamp.ReadWordAsync(s_chip, 0x100, token).AsTask();

        Assert.That(
            async () => await world.Time.RunUntilAsync(reading, token),
            Throws.TypeOf<SpinnakerConnectionException>().With.InnerException.TypeOf<InvalidOperationException>());
        Assert.That(scamp.Statistics.InFlight, Is.Zero);
    }

    private sealed class Listener : TelemetryListener
    {
        public List<string> Events { get; } = [];

        public override void Write<TResult, TArgs>(in TelemetryEventArguments<TResult, TArgs> args) => Events.Add(args.Event.EventName);
    }

    private sealed class RefusingOptions : ResilienceStrategyOptions;

    private sealed class Refusing : ResilienceStrategy
    {
        protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state) =>
            ValueTask.FromResult(Outcome.FromException<TResult>(new InvalidOperationException("Not now.")));
    }
}
