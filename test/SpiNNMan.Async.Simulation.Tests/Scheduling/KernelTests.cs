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
}
