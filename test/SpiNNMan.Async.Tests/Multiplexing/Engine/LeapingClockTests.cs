using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Multiplexing.Engine;

/// <summary>A clock that leaps while a request is in flight.</summary>
internal sealed class LeapingClockTests
{
    private const int Window = 8;

    [Test]
    public void Requests_that_are_cancelled_after_a_leap_keep_their_places_no_longer_than_the_longest_timeout()
    {
        EngineBench bench = Leap();
        EngineBench.Entry[] lost = [.. Enumerable.Range(0, Window).Select(_ => bench.Submit(Repeatability.Repeatable))];
        bench.SendAll();
        foreach (EngineBench.Entry entry in lost)
            bench.Cancel(entry);

        EngineBench.Entry next = bench.Submit(Repeatability.Repeatable);
        bench.SendAll();
        Assert.That(next.Sends, Is.Zero, "the board may still hold the cancelled ones");

        bench.TickUntil(bench.Now + bench.Settings.MaxTimeout.Ticks);
        bench.SendAll();
        Assert.That(next.Sends, Is.EqualTo(1));
    }

    [Test]
    public void A_leap_is_no_round_trip()
    {
        EngineBench bench = Leap();

        Destination chip = bench.Engine.Admission.DestinationOf(default);

        Assert.That(chip.Estimator.RoundTrip, Is.Null);
    }

    [Test]
    public void Timeouts_are_short_again_soon_after_a_leap()
    {
        EngineBench bench = Leap();
        for (int exchange = 0; exchange < 100; exchange++)
        {
            EngineBench.Entry entry = bench.Submit(Repeatability.Repeatable);
            bench.SendAll();
            bench.Now += TimeSpan.FromMilliseconds(1).Ticks;
            bench.Reply(entry);
        }

        Assert.That(bench.Engine.Admission.DestinationOf(default).Estimator.Timeout, Is.LessThan(TimeSpan.FromMilliseconds(100)));
    }

    /// <summary>A bench whose clock has leapt by an hour between a request and its reply.</summary>
    private static EngineBench Leap()
    {
        var bench = new EngineBench(Window);
        EngineBench.Entry first = bench.Submit(Repeatability.Repeatable);
        bench.SendAll();
        bench.Now += TimeSpan.FromHours(1).Ticks;
        bench.Reply(first);
        return bench;
    }
}
