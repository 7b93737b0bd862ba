using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>Every verb that works on many boards, on 24 of them when not all goes well. Half-way is half of the time that it takes when all does.</summary>
[TestFixtureSource(typeof(WholeMachineVerbs), nameof(WholeMachineVerbs.All))]
[FixtureLifeCycle(LifeCycle.SingleInstance), Parallelizable(ParallelScope.Self)]
internal sealed class WholeMachineVerbTests(WholeMachineVerb verb)
{
    /// <summary>How long a connection tries what a silent board does not answer, the last attempt included.</summary>
    private static readonly TimeSpan s_timeToFindSilence = TimeSpan.FromSeconds(7.5);

    /// <summary>What has been half done may be tidied up for so long.</summary>
    private static readonly TimeSpan s_timeToTidyUp = TimeSpan.FromMilliseconds(500);

    /// <summary>Boards may lose requests that come while they still work on those that were cancelled; these are sent again after so long at the most.</summary>
    private static readonly TimeSpan s_timeToRecover = TimeSpan.FromSeconds(1);

    /// <summary>Time of this computer, after which something hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private VerbMachine _machine = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => _machine = await VerbMachine.OpenAsync(TestContext.CurrentContext.CancellationToken);

    [OneTimeTearDown]
    public async Task CloseAsync() => await _machine.DisposeAsync();

    [Test, CancelAfter(60_000)]
    public async Task Does_it_on_all_boards_of_a_bad_network(CancellationToken cancellationToken)
    {
        await PrepareAsync();
        _machine.SpoilNetwork();

        PartialResult<object?> outcome = await _machine.DoAsync(verb, cancellationToken);

        _machine.Mend();
        Assert.That(outcome.Error, Is.Null);
        await verb.CheckAsync(_machine, outcome.Value, _machine.Boards);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_falls_silent_halfway_costs_its_own_part_and_no_more(CancellationToken cancellationToken)
    {
        TimeSpan time = await TakeTimeAsync(cancellationToken);
        ChipLocation silent = _machine.Boards[^1];
        _machine.MuteAfter(silent, time / 2);
        TimeSpan start = _machine.Now;

        PartialResult<object?> outcome = await _machine.DoAsync(verb, cancellationToken);

        TimeSpan elapsed = _machine.Now - start;
        _machine.Mend();
        (CoreLocation Core, SpinnakerException Error)[] failures = FailuresOf(outcome.Error);
        Assert.That(failures.Select(failure => _machine.BoardOf(failure.Core.Chip)).Distinct(), Is.EqualTo(new[] { silent }), $"{outcome.Error?.Message}");
        Assert.That(failures.Select(static failure => failure.Error).Distinct().Count(), Is.EqualTo(failures.Length), "each has an error of its own");
        Assert.That(failures.Select(static failure => failure.Error), Is.All.InstanceOf<SpinnakerTimeoutException>());
        Assert.That(elapsed, Is.LessThan(time + (verb.Turns * s_timeToFindSilence)));
        await verb.CheckAsync(_machine, outcome.Value, [.. _machine.Boards.Where(board => board != silent)]);
    }

    [Test, CancelAfter(60_000)]
    public async Task Is_cancelled_halfway_at_once_and_leaves_nothing(CancellationToken cancellationToken)
    {
        TimeSpan time = await TakeTimeAsync(cancellationToken);
        using var stop = new CancellationTokenSource();
        Task running = _machine.BeginAsync(verb, stop.Token);
        _machine.Advance(time / 2);
        Assert.That(running.IsCompleted, Is.False);
        TimeSpan start = _machine.Now;

        await stop.CancelAsync();

        // The clock stands still, unless the verb has something to give back.
        OperationCanceledException? cancelled = await Assert.CatchAsync<OperationCanceledException>(() => verb.TidiesUp ? _machine.FinishAsync(running) : running.WaitAsync(s_patience, cancellationToken));
        Assert.That(cancelled!.CancellationToken, Is.EqualTo(stop.Token));
        Assert.That(_machine.Now - start, Is.LessThanOrEqualTo(s_timeToTidyUp));
        Assert.That(_machine.IsIdle, Is.True, "no request waits");
        Assert.That(await DoWellAsync(cancellationToken), Is.LessThan(time + s_timeToRecover), "nobody has to wait for what was cancelled");
        Assert.That(_machine.BufferCount, Is.LessThanOrEqualTo(1), "no buffer is lost");
    }

    /// <summary>Does it when all goes well, and then once more makes the machine as it needs it.</summary>
    /// <returns>How long it took, the second time: after the first one, connections have forgotten what went wrong in another test.</returns>
    private async Task<TimeSpan> TakeTimeAsync(CancellationToken cancellationToken)
    {
        await DoWellAsync(cancellationToken);
        TimeSpan time = await DoWellAsync(cancellationToken);
        await PrepareAsync();
        return time;
    }

    private async Task<TimeSpan> DoWellAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync();
        TimeSpan start = _machine.Now;
        PartialResult<object?> outcome = await _machine.DoAsync(verb, cancellationToken);
        TimeSpan time = _machine.Now - start;
        Assert.That(outcome.Error, Is.Null);
        await verb.CheckAsync(_machine, outcome.Value, _machine.Boards);
        return time;
    }

    private async Task PrepareAsync()
    {
        _machine.Mend();
        await verb.PrepareAsync(_machine);
    }

    private static (CoreLocation Core, SpinnakerException Error)[] FailuresOf(SpinnakerException? error) => error switch
    {
        MachineOperationException some => [.. some.Failures.Select(static failure => (failure.Core, failure.Error))],
        CoreStateException cores => [.. cores.Failures.Select(static failure => (failure.Core, failure.Error!))],
        _ => [],
    };
}
