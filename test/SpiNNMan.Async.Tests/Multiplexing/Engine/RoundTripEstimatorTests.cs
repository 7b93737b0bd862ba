using SpiNNMan.Async.Multiplexing.Engine;

namespace SpiNNMan.Async.Tests.Multiplexing.Engine;

/// <summary>Round trips to timeouts.</summary>
internal sealed class RoundTripEstimatorTests
{
    private readonly EngineSettings _settings = new EngineBench().Settings;

    /// <summary>Round trips in milliseconds, all the same, how many of them, and the timeout that follows.</summary>
    [TestCase(0.1, 1, 250, Description = "less than the first timeout is not waited before 16 are known")]
    [TestCase(0.1, 16, 250)]
    [TestCase(0.1, 17, 10, Description = "the least")]
    [TestCase(2, 100, 10)]
    [TestCase(5, 100, 15, Description = "three times the mean")]
    [TestCase(100, 100, 300)]
    [TestCase(300, 1, 900, Description = "the first: mean and four times half of it")]
    [TestCase(800, 5, 1000, Description = "the most")]
    public void The_timeout_follows_the_round_trips(double milliseconds, int count, double expected)
    {
        var estimator = new RoundTripEstimator(_settings);
        for (int index = 0; index < count; index++)
            estimator.Add(TimeSpan.FromMilliseconds(milliseconds));

        Assert.That(estimator.Timeout.TotalMilliseconds, Is.EqualTo(expected).Within(0.01));
        Assert.That(estimator.RoundTrip!.Value.TotalMilliseconds, Is.EqualTo(milliseconds).Within(0.001));
    }

    [Test]
    public void Before_the_first_round_trip_the_initial_timeout_is_waited_and_nothing_is_known()
    {
        var estimator = new RoundTripEstimator(_settings);

        Assert.That((estimator.Timeout, estimator.RoundTrip, estimator.Deviation), Is.EqualTo((_settings.InitialTimeout, (TimeSpan?)null, (TimeSpan?)null)));
    }

    [Test]
    public void The_longest_of_late_is_waited_for_and_forgotten()
    {
        RoundTripEstimator estimator = Known(TimeSpan.FromMilliseconds(4));
        estimator.Add(TimeSpan.FromMilliseconds(80));
        Assert.That(estimator.Timeout, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(100)));

        for (int index = 0; index < 180; index++)
            estimator.Add(TimeSpan.FromMilliseconds(4));
        Assert.That(estimator.Timeout.TotalMilliseconds, Is.EqualTo(50).Within(1), "half of it after 180");
    }

    [TestCase(1, 500)]
    [TestCase(2, 1000)]
    [TestCase(3, 1000, Description = "the most")]
    public void Each_timeout_doubles_the_next_and_a_round_trip_ends_it(int timeouts, double expected)
    {
        var estimator = new RoundTripEstimator(_settings);
        for (int timeout = 0; timeout < timeouts; timeout++)
            estimator.BackOff(sent: (timeout * 10) + 1, now: (timeout * 10) + 5);

        Assert.That(estimator.Timeout.TotalMilliseconds, Is.EqualTo(expected));
        estimator.Add(TimeSpan.FromMilliseconds(1));
        Assert.That(estimator.Timeout, Is.EqualTo(_settings.InitialTimeout));
    }

    [Test]
    public void Timeouts_of_requests_that_were_sent_together_double_it_once()
    {
        var estimator = new RoundTripEstimator(_settings);
        for (int request = 0; request < 8; request++)
            estimator.BackOff(sent: 10, now: 20);

        Assert.That(estimator.Timeout, Is.EqualTo(_settings.InitialTimeout * 2));
    }

    [TestCase(1, 20)]
    [TestCase(2, 40)]
    [TestCase(3, 80)]
    [TestCase(4, 80, Description = "eight times, and no more")]
    public void A_spurious_timeout_makes_the_following_ones_longer_for_a_while(int times, double expected)
    {
        RoundTripEstimator estimator = Known(TimeSpan.FromMilliseconds(1));
        for (int time = 0; time < times; time++)
            estimator.OnSpuriousTimeout();

        estimator.Add(TimeSpan.FromMilliseconds(1));
        Assert.That(estimator.Timeout.TotalMilliseconds, Is.EqualTo(expected));

        for (int index = 0; index < 4 * 8192; index++)
            estimator.Add(TimeSpan.FromMilliseconds(1));
        Assert.That(estimator.Timeout, Is.EqualTo(_settings.MinTimeout));
    }

    private RoundTripEstimator Known(TimeSpan roundTrip)
    {
        var estimator = new RoundTripEstimator(_settings);
        for (int index = 0; index < 100; index++)
            estimator.Add(roundTrip);

        return estimator;
    }
}
