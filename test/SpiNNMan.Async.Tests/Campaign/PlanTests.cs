using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Runs;
using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Time;

namespace SpiNNMan.Async.Tests.Campaign;

internal sealed class PlanTests
{
    [Test]
    public void A_plan_follows_from_its_seed()
    {
        string first = WorldPlan.FromSeed(7).ToString();
        string again = WorldPlan.FromSeed(7).ToString();

        Assert.That(again, Is.EqualTo(first));
        Assert.That(first, Is.Not.EqualTo(WorldPlan.FromSeed(8).ToString()));
    }

    [Test]
    public void Everything_that_there_is_to_go_wrong_or_to_do_is_drawn()
    {
        WorldPlan[] plans = [.. Enumerable.Range(0, 4000).Select(WorldPlan.FromSeed)];

        Assert.That(plans.SelectMany(static plan => plan.Faults).Select(static fault => fault.Kind).Distinct(), Is.EquivalentTo(Enum.GetValues<FaultKind>()));
        Assert.That(plans.SelectMany(static plan => plan.Options).Select(static option => option.Kind).Distinct(), Is.EquivalentTo(Enum.GetValues<OptionKind>()));
        Assert.That(plans.SelectMany(static plan => plan.Steps).Select(static step => step.Kind).Distinct(), Is.EquivalentTo(Enum.GetValues<StepKind>()));
        Assert.That(plans.Select(static plan => plan.Client).Distinct(), Is.EquivalentTo(Enum.GetValues<ClientKind>()));
        Assert.That(plans.Select(static plan => plan.Board).Distinct(), Has.Member(BoardType.Spin5));
    }

    [Test]
    public void Parts_can_be_left_out_without_changing_the_others()
    {
        WorldPlan plan = WorldPlan.FromSeed(22);
        string[] without = [plan.Faults[0].Name, plan.Steps[1].Name];

        WorldPlan smaller = plan.Without(without.ToHashSet(StringComparer.Ordinal));

        Assert.That(smaller.Parts, Is.EqualTo(plan.Parts.Except(without, StringComparer.Ordinal)));
        Assert.That(smaller.Steps[1], Is.EqualTo(plan.Steps[2]));
    }

    [Test]
    public void Shrinking_leaves_what_is_needed()
    {
        string[] parts = [.. Enumerable.Range(0, 30).Select(static number => $"s{number}")];

        IReadOnlyList<string> needless = Shrinker.Shrink(parts, static without => !without.Contains("s3", StringComparer.Ordinal) && !without.Contains("s17", StringComparer.Ordinal));

        Assert.That(parts.Except(needless, StringComparer.Ordinal), Is.EquivalentTo(new[] { "s3", "s17" }));
    }

    [Test]
    public void Only_what_gets_on_is_not_stuck()
    {
        var guard = new StuckGuard(TimeSpan.FromDays(1), TimeSpan.Zero);
        Assert.That(guard.IsStuck(1), Is.False);
        Assert.That(guard.IsStuck(2), Is.False);
        Assert.That(() => guard.IsStuck(2), Is.True.After(1000, 1));
    }

    [Test]
    public void The_clients_clock_stands_still_and_leaps_while_the_worlds_goes_on()
    {
        var world = new SimulatedTime();
        var client = new ClientTime(world);
        int fired = 0;
        using ITimer timer = client.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        client.Pause();
        world.Advance(TimeSpan.FromSeconds(5));
        Assert.That((fired, client.Armed), Is.EqualTo((0, 1)));

        client.Resume();
        Assert.That((fired, client.Armed), Is.EqualTo((1, 0)));

        client.Leap(TimeSpan.FromDays(3650));
        Assert.That(client.GetElapsedTime(0), Is.EqualTo(TimeSpan.FromSeconds(5) + TimeSpan.FromDays(3650)));
        Assert.That(client.GetUtcNow(), Is.EqualTo(world.GetUtcNow() + TimeSpan.FromDays(3650)));
    }

    [TestCase("--hours 3 --seed 4", true)]
    [TestCase("--replay 4 --without f1,s2 --trace", true)]
    [TestCase("--hours", false)]
    [TestCase("--hours -1", false)]
    [TestCase("--sed 4", false)]
    public void Arguments_are_understood_or_refused(string arguments, bool isGood) =>
        Assert.That(CampaignOptions.Parse(arguments.Split(' ')) is not null, Is.EqualTo(isGood));

    [TestCase(0L)]
    [TestCase(-2L)]
    [TestCase(0x1_0000_0000L)]
    public void The_simulated_clock_takes_the_times_that_timers_of_the_system_take(long milliseconds)
    {
        TimeSpan time = TimeSpan.FromMilliseconds(milliseconds);
        Assert.That(Outcome(new SimulatedTime()), Is.EqualTo(Outcome(TimeProvider.System)));

        string Outcome(TimeProvider clock)
        {
            try
            {
                clock.CreateTimer(static _ => { }, null, time, Timeout.InfiniteTimeSpan).Dispose();
                return "taken";
            }
            catch (ArgumentOutOfRangeException)
            {
                return "refused";
            }
        }
    }
}
