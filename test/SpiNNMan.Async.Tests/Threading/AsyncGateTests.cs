using SpiNNMan.Async.Access;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Tests.Threading;

/// <summary>Waiting that goes on on the thread that ends it, so that a simulated clock does not run away meanwhile.</summary>
[CancelAfter(30_000)]
internal sealed class AsyncGateTests
{
    private SynchronizationContext? _context;

    /// <summary>Where there is a context, what waits goes on elsewhere.</summary>
    [SetUp]
    public void LeaveContext()
    {
        _context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
    }

    [TearDown]
    public void ReturnToContext() => SynchronizationContext.SetSynchronizationContext(_context);

    [Test]
    public async Task They_are_let_in_one_after_the_other_in_their_order_on_the_thread_of_who_leaves()
    {
        var gate = new AsyncGate(inline: true);
        var order = new List<int>();
        await gate.EnterAsync();
        int thread = Environment.CurrentManagedThreadId;
        Task[] waiting = [.. Enumerable.Range(0, 20).Select(EnterAsync)];
        bool nobodyWasLetIn = order.Count == 0;

        gate.Leave();

        Assert.That(nobodyWasLetIn);
        Assert.That(waiting, Is.All.Property(nameof(Task.IsCompletedSuccessfully)).True);
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 20)));

        async Task EnterAsync(int number)
        {
            await gate.EnterAsync().ConfigureAwait(false);
            if (Environment.CurrentManagedThreadId == thread)
                order.Add(number);

            gate.Leave();
        }
    }

    [Test]
    public async Task A_hundred_thousand_that_leave_at_once_need_no_deep_stack()
    {
        var gate = new AsyncGate(inline: true);
        await gate.EnterAsync();
        int most = 0;
        Task all = Task.WhenAll(Enumerable.Range(0, 100_000).Select(_ => EnterAsync()));

        gate.Leave();
        await all;

        Assert.That(most, Is.LessThan(100), "frames of this test on the stack");

        async Task EnterAsync()
        {
            await gate.EnterAsync().ConfigureAwait(false);
            if (most == 0)
                most = new System.Diagnostics.StackTrace().GetFrames().Count(static frame => frame.GetMethod()?.DeclaringType?.DeclaringType == typeof(AsyncGateTests));

            gate.Leave();
        }
    }

    [Test]
    public async Task No_more_are_in_at_a_time_than_there_are_places([Values] bool inline, [Values(1, 3)] int places, CancellationToken token)
    {
        var gate = new AsyncGate(inline, places);
        int inside = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(EnterAsync, token)));

        Assert.That((most, inside), Is.EqualTo((most, 0)));
        Assert.That(most, Is.InRange(1, places));

        async Task EnterAsync()
        {
            await gate.EnterAsync(token).ConfigureAwait(false);
            int now = Interlocked.Increment(ref inside);
            lock (gate)
                most = Math.Max(most, now);

            await Task.Yield();
            Interlocked.Decrement(ref inside);
            gate.Leave();
        }
    }

    [Test]
    public async Task Who_gives_up_waiting_takes_no_place_and_keeps_nobody_from_one()
    {
        var gate = new AsyncGate(inline: true);
        using var stop = new CancellationTokenSource();
        await gate.EnterAsync();
        Task first = gate.EnterAsync(stop.Token);
        Task second = gate.EnterAsync();

        Cancel(stop);
        bool endedAtOnce = first.IsCanceled && !second.IsCompleted;
        gate.Leave();

        Assert.That(endedAtOnce);
        Assert.That(second.IsCompletedSuccessfully);
        Assert.That(gate.EnterAsync(stop.Token).IsCanceled, "who is cancelled already does not wait");
        gate.Leave();
        Assert.That(gate.EnterAsync().IsCompletedSuccessfully);
    }

    private static void Cancel(CancellationTokenSource source) => source.Cancel();

    [Test]
    public void A_pause_that_is_cancelled_goes_on_on_the_thread_that_cancels()
    {
        using var stop = new CancellationTokenSource();
        var clock = new SimulatedTime();
        Task pause = Pause.ForAsync(TimeSpan.FromSeconds(1), clock, stop.Token);

        stop.Cancel();

        Assert.That(pause.IsCanceled);
    }

    [Test]
    public void A_pause_takes_its_time()
    {
        var clock = new SimulatedTime();
        Task pause = Pause.ForAsync(TimeSpan.FromSeconds(1), clock, CancellationToken.None);

        clock.Advance(TimeSpan.FromSeconds(0.999));
        bool early = pause.IsCompleted;
        clock.Advance(TimeSpan.FromSeconds(0.001));

        Assert.That((early, pause.IsCompletedSuccessfully), Is.EqualTo((false, true)));
    }

    [Test]
    public void All_who_wait_for_one_thing_go_on_where_it_ends()
    {
        var once = new RunOnce();
        var end = new TaskCompletionSource();
        Task[] waiting = [.. Enumerable.Range(0, 5).Select(_ => WaitAsync())];

        end.SetResult();

        Assert.That(waiting, Is.All.Property(nameof(Task.IsCompletedSuccessfully)).True);

        async Task WaitAsync() => await once.RunAsync(() => end.Task).ConfigureAwait(false);
    }
}
