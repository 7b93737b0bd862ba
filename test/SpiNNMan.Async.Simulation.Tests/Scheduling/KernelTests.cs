using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Tests.Scheduling;

internal sealed class KernelTests
{
    [Test]
    public void Things_happen_in_the_order_of_the_clock_then_of_their_making()
    {
        var time = new FakeTimeProvider();
        using var kernel = new Kernel(time);
        var happened = new List<string>();
        using (kernel.Enter())
        {
            kernel.Schedule(TimeSpan.FromMilliseconds(2), () => happened.Add("later"));
            kernel.Schedule(TimeSpan.FromMilliseconds(1), () => happened.Add("first"));
            kernel.Schedule(TimeSpan.FromMilliseconds(1), () => happened.Add("second"));
        }

        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(happened, Is.EqualTo(new[] { "first", "second" }));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(happened, Has.Count.EqualTo(3));
    }

    [Test]
    public void Who_follows_is_brought_up_to_the_time_of_all_that_happens_before_it_does()
    {
        var time = new FakeTimeProvider();
        using var kernel = new Kernel(time);
        var follower = new Follower(kernel);
        using (kernel.Enter())
        {
            kernel.AddFollower(follower);
            kernel.Schedule(TimeSpan.FromMilliseconds(2), () => follower.Happened.Add("due"));
        }

        time.Advance(TimeSpan.FromMilliseconds(1));
        using (kernel.Enter())
            follower.Happened.Add("from outside");

        time.Advance(TimeSpan.FromMilliseconds(2));
        using (kernel.Enter())
            kernel.RemoveFollower(follower);

        kernel.Enter().Dispose();
        Assert.That(follower.Happened, Is.EqualTo(new[] { "until 1", "sent at 1", "from outside", "until 2", "sent at 2", "due", "until 3", "sent at 3" }));
        Assert.That(follower.HasEnded, Is.False);
    }

    [Test]
    public void Who_follows_ends_with_the_kernel_and_its_faults_are_defects_of_the_machine()
    {
        var kernel = new Kernel(new FakeTimeProvider());
        var follower = new Follower(kernel) { Throws = true };
        using (kernel.Enter())
            kernel.AddFollower(follower);

        kernel.Enter().Dispose();
        kernel.Dispose();

        Assert.That((kernel.LastDefect?.Message, follower.HasEnded), Is.EqualTo(("broken", true)));
    }

    [Test]
    public void What_is_posted_waits_until_all_is_left()
    {
        using var kernel = new Kernel(new FakeTimeProvider());
        bool happened = false;
        using (kernel.Enter())
        {
            kernel.Post(() => happened = true);
            using (kernel.Enter())
            {
                // Someone inside looks at the machine.
            }

            Assert.That(happened, Is.False);
        }

        Assert.That(happened, Is.True);
    }

    [Test]
    public void What_posts_itself_for_ever_lets_others_go_on()
    {
        var time = new FakeTimeProvider();
        using var kernel = new Kernel(time);
        int count = 0;
        using (kernel.Enter())
            Again();

        int atOnce = count;
        Assert.That(atOnce, Is.InRange(1, 10_000));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(count, Is.GreaterThan(atOnce));

        void Again() => kernel.Post(() =>
        {
            count++;
            Again();
        });
    }

    /// <summary>On the system's clock, on which time passes while something happens. Whoever is kept out waits until the test is cancelled.</summary>
    [Test]
    [CancelAfter(60_000)]
    public async Task What_falls_due_faster_than_it_can_be_done_keeps_nobody_from_entering(CancellationToken cancellationToken)
    {
        const int things = 50;
        var work = TimeSpan.FromMilliseconds(3);
        using var kernel = new Kernel(TimeProvider.System);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (kernel.Enter())
        {
            for (int thing = 0; thing < things; thing++)
                Again();
        }

        await begun.Task.WaitAsync(cancellationToken);
        for (int visitor = 0; visitor < 3; visitor++)
            await Task.Run(() => kernel.Enter().Dispose(), cancellationToken).WaitAsync(cancellationToken);

        void Again() => kernel.Schedule(TimeSpan.FromMilliseconds(1), () =>
        {
            long begin = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begin) < work)
                Thread.SpinWait(10);

            begun.TrySetResult();
            Again();
        });
    }

    [Test]
    public void Nothing_happens_after_disposal()
    {
        var time = new FakeTimeProvider();
        var kernel = new Kernel(time);
        bool happened = false;
        using (kernel.Enter())
            kernel.Schedule(TimeSpan.FromMilliseconds(1), () => happened = true);

        kernel.Dispose();
        time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.That(happened, Is.False);
    }

    private sealed class Follower(Kernel kernel) : IFollower
    {
        private TimeSpan _last;

        public List<string> Happened { get; } = [];

        public bool Throws { get; init; }

        public bool HasEnded { get; private set; }

        public void Advance(TimeSpan now)
        {
            if (Throws)
                throw new InvalidOperationException("broken");
            if (now == _last)
                return;

            _last = now;
            Happened.Add($"until {now.TotalMilliseconds}");
            kernel.Post(() => Happened.Add($"sent at {now.TotalMilliseconds}"));
        }

        public void End() => HasEnded = true;
    }
}
