using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Tests.Routing;

internal sealed class SetTests
{
    [Test]
    public void Cores_are_listed_in_order_and_once()
    {
        CoreSet cores = [17, 1, 3, 1];

        Assert.That(cores, Is.EqualTo(new[] { 1, 3, 17 }));
        Assert.That(cores.Mask, Is.EqualTo(0x2000A));
        Assert.That(cores.Count, Is.EqualTo(3));
        Assert.That(cores.Contains(17) && !cores.Contains(2) && !cores.Contains(-1) && !cores.Contains(32), Is.True);
        Assert.That(cores.ToString(), Is.EqualTo("[1, 3, 17]"));
    }

    [TestCase(32)]
    [TestCase(-1)]
    public void A_core_that_no_field_can_name_is_refused(int core) =>
        Assert.That(() => CoreSet.Create(core), Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("cores"));

    [TestCase(6)]
    [TestCase(-1)]
    public void A_link_that_no_chip_has_is_refused(int link) =>
        Assert.That(() => LinkSet.Create(link), Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("links"));

    [Test]
    public void A_mask_keeps_what_exists()
    {
        Assert.That(CoreSet.FromMask(uint.MaxValue), Has.Exactly(32).Items);
        Assert.That(CoreSet.All, Is.EqualTo(Enumerable.Range(0, 18)));
        Assert.That(LinkSet.FromMask(uint.MaxValue), Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5 }));
    }

    [Test]
    public void A_route_is_a_whole_word_and_in_a_table_24_bits_of_it()
    {
        Assert.That(Route.FromWord(1100721331), Is.EqualTo(new Route([0, 1, 4, 5], [1, 4, 5, 7, 9, 10, 11, 13, 14, 17, 18, 24])));
        Assert.That(new Route([0, 1, 2, 5], [1, 4, 5, 9, 17]).Word, Is.EqualTo(8424615));
        Assert.That(() => new Route([], [26]).Word, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new MulticastRoute(0, 0, new Route([], [18])).Write(new byte[16], 0), Throws.TypeOf<InvalidParameterException>());
        Gen.UInt.Sample(word => Route.FromWord(word).Word == word);
    }

    [Test]
    public void States_compare_by_value()
    {
        CoreStates states = new([CoreState.Running, CoreState.Idle]);

        Assert.That(states == new CoreStates([CoreState.Running, CoreState.Idle, CoreState.Dead]), Is.True);
        Assert.That(states != new CoreStates([CoreState.Idle]), Is.True);
        Assert.That(states.GetHashCode(), Is.EqualTo(new CoreStates([CoreState.Running, CoreState.Idle]).GetHashCode()));
        Assert.That(states, Has.Exactly(18).Items);
        Assert.That(() => new CoreStates(new CoreState[19]), Throws.ArgumentException);
    }
}
