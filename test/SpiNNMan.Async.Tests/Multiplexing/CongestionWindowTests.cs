using SpiNNMan.Async.Multiplexing.Engine;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>The limit of a window, by itself: what is lost is made up here.</summary>
internal sealed class CongestionWindowTests
{
    private long _order;

    [Test]
    public void A_clean_path_comes_to_all_that_is_allowed()
    {
        var limit = new CongestionWindow(8, 128);

        Feed(limit, 20_000, _ => false);

        Assert.That(limit.Value, Is.EqualTo(128));
    }

    [Test]
    public void Nobody_waiting_means_no_reason_to_grow()
    {
        var limit = new CongestionWindow(8, 128);

        Feed(limit, 20_000, _ => false, wanted: false);

        Assert.That(limit.Value, Is.EqualTo(8));
    }

    [Test]
    public void What_loses_more_when_there_is_more_is_kept_below_that([Values(4, 8, 20, 60)] int places)
    {
        var limit = new CongestionWindow(8, 128);
        int most = 0;

        Feed(limit, 100_000, value =>
        {
            most = Math.Max(most, value);
            return value > places && _order % 2 == 0;
        });

        Assert.That(limit.Value, Is.LessThanOrEqualTo(places + Math.Max(1, places / 8)));
        Assert.That(limit.Value, Is.GreaterThanOrEqualTo(places / 2));
        Assert.That(most, Is.LessThanOrEqualTo(Math.Max(8, places + Math.Max(1, places / 8))), "nothing far above was even tried");
    }

    [Test]
    public void Loss_that_has_nothing_to_do_with_the_limit_leaves_it_where_it_is([Values(0.01, 0.05, 0.1)] double rate, [Range(0, 9)] int seed)
    {
        var random = new Random(seed);
        var limit = new CongestionWindow(8, 8);
        double sum = 0;

        Feed(limit, 50_000, value =>
        {
            sum += value;
            return random.NextDouble() < rate;
        });

        Assert.That(sum / 50_000, Is.GreaterThan(6));
    }

    [Test]
    public void Overwhelming_loss_halves_it_at_once_but_not_below_two()
    {
        var limit = new CongestionWindow(8, 8);

        Feed(limit, 7, _ => true);
        Assert.That(limit.Value, Is.EqualTo(4));

        Feed(limit, 100, _ => true);
        Assert.That(limit.Value, Is.EqualTo(2));
    }

    [Test]
    public void What_was_sent_before_the_limit_changed_says_nothing_about_the_new_one()
    {
        var limit = new CongestionWindow(8, 8);
        for (int index = 0; index < 8; index++)
            limit.OnLost(++_order, last: 8);

        Assert.That(limit.Value, Is.EqualTo(4), "one reduction for one burst");
    }

    [Test]
    public void A_pause_that_looked_like_loss_is_forgotten_when_the_replies_come()
    {
        var limit = new CongestionWindow(8, 8);
        Feed(limit, 7, _ => true);

        for (int index = 0; index < 7; index++)
            limit.OnNotLost();

        Assert.That(limit.Value, Is.EqualTo(8));
        Assert.That(limit.Reductions, Is.Zero);
    }

    [Test]
    public void It_is_never_less_than_one_nor_more_than_allowed([Range(0, 19)] int seed)
    {
        var random = new Random(seed);
        int most = random.Next(1, 200);
        var limit = new CongestionWindow(Math.Min(8, most), most);

        for (int phase = 0; phase < 50; phase++)
        {
            double rate = random.NextDouble() * random.NextDouble();
            Feed(limit, 500, value =>
            {
                Assert.That(value, Is.InRange(1, most));
                return random.NextDouble() < rate;
            });
        }
    }

    private void Feed(CongestionWindow limit, int count, Func<int, bool> isLost, bool wanted = true)
    {
        for (int index = 0; index < count; index++)
        {
            _order++;
            if (isLost(limit.Value))
                limit.OnLost(_order, _order);
            else
                limit.OnAnswered(_order, _order, wanted);
        }
    }
}
