using CsCheck;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Tests.Faults;

internal sealed class FaultInjectorTests
{
    private static readonly LinkFaults s_everything = new()
    {
        Loss = 0.1,
        Duplication = 0.1,
        Reordering = 0.1,
        Corruption = 0.1,
        Delay = TimeSpan.FromMilliseconds(1),
        Jitter = TimeSpan.FromMilliseconds(1),
    };

    [Test]
    public void Without_faults_everything_passes_in_order() =>
        Assert.That(Carry(1, LinkFaults.None, 100), Is.EqualTo(Enumerable.Range(0, 100)));

    [Test]
    public void The_same_seed_does_the_same() => Gen.ULong.Sample(seed =>
        Carry(seed, s_everything, 100).SequenceEqual(Carry(seed, s_everything, 100)), iter: 20);

    [Test]
    public void Another_seed_does_something_else() =>
        Assert.That(Carry(1, s_everything, 100), Is.Not.EqualTo(Carry(2, s_everything, 100)));

    [Test]
    public void Loss_loses_its_share() =>
        Assert.That(Carry(3, new LinkFaults { Loss = 0.25 }, 4000), Has.Count.InRange(2850, 3150));

    [Test]
    public void Full_loss_loses_all() => Assert.That(Carry(4, new LinkFaults { Loss = 1 }, 100), Is.Empty);

    [Test]
    public void Duplication_makes_twins() =>
        Assert.That(Carry(5, new LinkFaults { Duplication = 1 }, 3), Is.EqualTo(new[] { 0, 0, 1, 1, 2, 2 }));

    [Test]
    public void Reordering_lets_the_next_one_overtake() =>
        Assert.That(Carry(6, new LinkFaults { Reordering = 1 }, 4), Is.EqualTo(new[] { 1, 0, 3, 2 }));

    [Test]
    public void What_nothing_overtakes_goes_on_all_the_same() =>
        Assert.That(Carry(7, new LinkFaults { Reordering = 1 }, 1), Is.EqualTo(new[] { 0 }));

    [Test]
    public void Corruption_changes_one_bit()
    {
        List<int> arrived = Carry(8, new LinkFaults { Corruption = 1 }, 100);
        Assert.That(arrived.Select((value, i) => System.Numerics.BitOperations.PopCount((uint)(value ^ i))), Is.All.EqualTo(1));
    }

    [Test]
    public void Changing_one_rate_does_not_change_what_the_others_hit()
    {
        List<int> lossOnly = Carry(9, new LinkFaults { Loss = 0.2 }, 200);
        List<int> lossAndTwins = Carry(9, new LinkFaults { Loss = 0.2, Duplication = 0.5 }, 200);
        Assert.That(lossAndTwins.Distinct(), Is.EqualTo(lossOnly));
    }

    [Test]
    public void Statistics_tell_what_happened()
    {
        using var kernel = new Kernel(new FakeTimeProvider());
        var injector = new FaultInjector(kernel, 10) { Faults = new LinkFaults { Loss = 1 } };
        for (int i = 0; i < 5; i++)
            injector.Carry(0, [1], static (_, _) => { });

        Assert.That(injector.Statistics, Is.EqualTo(new FaultStatistics(5, 5, 0, 0, 0, 0)));
    }

    private static List<int> Carry(ulong seed, LinkFaults faults, int count)
    {
        var time = new FakeTimeProvider();
        using var kernel = new Kernel(time);
        var injector = new FaultInjector(kernel, seed) { Faults = faults };
        var arrived = new List<int>();
        for (int i = 0; i < count; i++)
        {
            using (kernel.Enter())
                injector.Carry(arrived, BitConverter.GetBytes(i), static (list, datagram) => list.Add(BitConverter.ToInt32(datagram)));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        return arrived;
    }
}
