using SpiNNMan.Async.Simulation.Time;

namespace SpiNNMan.Async.Simulation.Tests.Machine;

/// <summary>The clock that a program moves.</summary>
internal sealed class SimulatedTimeTests
{
    [Test]
    public void What_a_timer_lets_go_on_goes_on_before_the_clock_does()
    {
        var time = new SimulatedTime();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Elsewhere());
        try
        {
            SynchronizationContext? here = SynchronizationContext.Current;
            var threads = new List<int>();
            using ITimer later = time.CreateTimer(static _ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);

            Task done = time.RunUntilAsync(WorkAsync(time, threads));

            Assert.That(done.IsCompletedSuccessfully, Is.True);
            Assert.That(threads, Is.EqualTo(Enumerable.Repeat(Environment.CurrentManagedThreadId, 3)));
            Assert.That(time.Elapsed, Is.EqualTo(TimeSpan.FromSeconds(3)));
            Assert.That(SynchronizationContext.Current, Is.SameAs(here));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static async Task WorkAsync(SimulatedTime time, List<int> threads)
    {
        for (int second = 0; second < 3; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time).ConfigureAwait(false);
            threads.Add(Environment.CurrentManagedThreadId);
        }
    }

    /// <summary>Does things on another thread, as those of test runners do.</summary>
    private sealed class Elsewhere : SynchronizationContext;
}
