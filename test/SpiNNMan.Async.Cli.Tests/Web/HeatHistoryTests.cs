using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Tests.Watching;
using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Cli.Web;

namespace SpiNNMan.Async.Cli.Tests.Web;

/// <summary>The rates of the past, in bounded memory.</summary>
internal sealed class HeatHistoryTests
{
    // Three boards have 144 chips, with eight bytes each.
    private const long BytesOfFrame = 144 * 8;

    [Test]
    public void The_oldest_is_forgotten_first()
    {
        var history = new HeatHistory(4 * BytesOfFrame);
        for (int second = 0; second < 10; second++)
            history.Add(LookOf(second));

        Assert.That((history.Count, history.Oldest), Is.EqualTo((4, (DateTimeOffset?)LookOf(6).Time)));
    }

    [Test]
    public void One_look_is_kept_however_large()
    {
        var history = new HeatHistory(1);
        history.Add(LookOf(1));
        history.Add(LookOf(2));

        Assert.That((history.Count, history.Oldest), Is.EqualTo((1, (DateTimeOffset?)LookOf(2).Time)));
    }

    [Test]
    public void A_time_has_the_rates_of_the_look_before_it()
    {
        var history = new HeatHistory();
        history.Add(LookOf(1));
        history.Add(LookOf(3));
        HealthResult now = LookOf(9).Health;

        HealthResult past = history.Find(LookOf(2).Time, now)!;

        Assert.That(past.WatchedChips.Single(static chip => chip.IsAt(3, 1)).DropsPerSecond, Is.EqualTo(100));
        Assert.That(past.WatchedChips.Single(static chip => chip.IsAt(5, 5)).IsSilent, Is.True);
        Assert.That(past.WatchedChips.Single(static chip => chip.IsAt(6, 6)).PacketsPerSecond, Is.Null);
        Assert.That(history.Find(LookOf(3).Time, now)!.WatchedChips.Single(static chip => chip.IsAt(3, 1)).DropsPerSecond, Is.EqualTo(300));
        Assert.That(past.Problems.Single().Message, Is.EqualTo("problem 1"));
    }

    [Test]
    public void Another_machine_has_another_past()
    {
        var history = new HeatHistory();
        history.Add(LookOf(1));
        history.Add(new MachineLook(Looks.Of(2, 1, second: 2)));

        Assert.That(history.Count, Is.EqualTo(1));
        Assert.That(history.Find(LookOf(1).Time, LookOf(1).Health), Is.Null);
    }

    private static MachineLook LookOf(int second) => new(Looks.Of(
        1,
        1,
        chip => chip.IsAt(3, 1) ? chip with { DropsPerSecond = 100 * second } : chip.IsAt(5, 5) ? chip with { IsSilent = true } : chip.IsAt(6, 6) ? chip with { PacketsPerSecond = null } : chip,
        second,
        second == 1 ? [Looks.Problem("problem 1")] : []));
}
