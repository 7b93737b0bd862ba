using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Architecture;

/// <summary>Options can be set until something uses them.</summary>
[TestFixture]
internal sealed class SettableOptionsTests
{
    private static IEnumerable<Type> Options => OptionContract.OptionsOf(typeof(SpallocServerOptions).Assembly);

    [TestCaseSource(nameof(Options))]
    public void Options_can_be_set_until_they_are_used(Type type) => OptionContract.Check(type);

    [Test]
    public void All_options_have_the_same_base()
    {
        Assert.That(OptionContract.Strangers(typeof(SpallocServerOptions).Assembly), Is.Empty);
        Assert.That(Options, Has.Member(typeof(SpallocServerOptions)));
    }
}
