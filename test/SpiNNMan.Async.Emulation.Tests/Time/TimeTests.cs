using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Tests.Time;

/// <summary>The heap of events, paces, and host threads.</summary>
internal sealed class TimeTests
{
    [Test]
    public void Events_come_in_the_order_of_time_and_then_of_adding()
    {
        Random random = new(3);
        EventHeap<int> heap = new();
        List<(long Time, int What)> added = [];
        for (int what = 0; what < 2000; what++)
        {
            added.Add((random.Next(50), what));
            heap.Add(added[^1].Time, what);
        }

        List<int> taken = [];
        while (heap.Count > 0) taken.Add(heap.Take());
        Assert.That(taken, Is.EqualTo(added.OrderBy(entry => entry.Time).Select(entry => entry.What)));
        Assert.That(heap.Take, Throws.InvalidOperationException);
    }

    [Test]
    public async Task Real_time_rests_while_it_is_ahead()
    {
        Clock clock = new();
        long now = 0;
        PacedRun run = new(to => now = to, () => now, new VirtualPace(2), time: clock);

        await run.RunAsync(VirtualTime.Second, CancellationToken.None);

        Assert.That(run.Report.Achieved, Is.EqualTo(2).Within(0.02));
        Assert.That(run.Report.LetGo, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_host_that_is_too_slow_lets_go()
    {
        Clock clock = new();
        long now = 0;
        PacedRun run = new(
            to =>
            {
                now = to;
                clock.Advance(TimeSpan.FromMilliseconds(4));
            },
            () => now,
            VirtualPace.RealTime,
            time: clock);

        await run.RunAsync(VirtualTime.Second / 10, CancellationToken.None);

        Assert.That(run.Report.Achieved, Is.EqualTo(0.25).Within(0.01));
        Assert.That(run.Report.LetGo, Is.GreaterThan(TimeSpan.FromMilliseconds(250)));
    }

    [Test]
    public async Task The_load_of_the_host_is_bounded()
    {
        Clock clock = new();
        long now = 0;
        PacedRun run = new(
            to =>
            {
                now = to;
                clock.Advance(TimeSpan.FromMilliseconds(1));
            },
            () => now,
            VirtualPace.AsFastAsPossible,
            maximumLoad: 0.25,
            time: clock);

        await run.RunAsync(VirtualTime.Second, CancellationToken.None);

        Assert.That(run.Report.Load, Is.EqualTo(0.25).Within(0.02));
    }

    [Test]
    public void A_run_can_be_ended()
    {
        using CancellationTokenSource source = new();
        long now = 0;
        PacedRun run = new(
            to =>
            {
                now = to;
                if (now == 5 * VirtualTime.Millisecond) source.Cancel();
            },
            () => now,
            VirtualPace.AsFastAsPossible,
            time: new Clock());

        Assert.That(() => run.RunAsync(VirtualTime.Never, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(now, Is.EqualTo(5 * VirtualTime.Millisecond));
    }

    [Test]
    public void Paces_and_loads_have_bounds([Values(-1, double.NaN, double.PositiveInfinity)] double factor)
    {
        Assert.That(() => new PacedRun(_ => { }, () => 0, new VirtualPace(factor)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PacedRun(_ => { }, () => 0, VirtualPace.RealTime, factor), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Workers_do_everything_once_and_tell_errors()
    {
        using WindowWorkers workers = new(2);
        int[] done = new int[100];
        for (int round = 0; round < 50; round++) workers.Run(done.Length, index => done[index]++);

        Assert.That(done, Is.All.EqualTo(50));
        Assert.That(() => workers.Run(3, _ => throw new FormatException("x")), Throws.InvalidOperationException.With.InnerException.InstanceOf<FormatException>());
        workers.Run(done.Length, index => done[index]++);
        Assert.That(done, Is.All.EqualTo(51));
    }

    [Test]
    public void Workers_that_wake_late_take_nothing_of_the_next_run()
    {
        using WindowWorkers workers = new(3);
        int[] done = new int[5];
        for (int round = 0; round < 50_000; round++)
        {
            int count = (round % done.Length) + 1;
            int number = round;
            workers.Run(count, index => done[index] += number);
        }

        int[] expected = [.. Enumerable.Range(0, done.Length).Select(index => Enumerable.Range(0, 50_000).Where(round => index <= round % done.Length).Aggregate(0, static (sum, round) => unchecked(sum + round)))];
        Assert.That(done, Is.EqualTo(expected));
    }

    /// <summary>A clock whose timers fire at once, and move it.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;

        public override long GetTimestamp() => _ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Advance(dueTime);
            return new Fired(callback, state);
        }

        private sealed class Fired : ITimer
        {
            public Fired(TimerCallback callback, object? state) => ThreadPool.QueueUserWorkItem(_ => callback(state));

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
