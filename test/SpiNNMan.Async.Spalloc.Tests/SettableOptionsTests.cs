using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>Options can be set until something uses them.</summary>
[TestFixture]
internal sealed class SettableOptionsTests
{
    private static IEnumerable<Type> Options => OptionContract.OptionsOf(typeof(BoardAllocatorOptions).Assembly);

    [TestCaseSource(nameof(Options))]
    public void Options_can_be_set_until_they_are_used(Type type) => OptionContract.Check(type);

    [Test]
    public void All_options_have_the_same_base()
    {
        Assert.That(OptionContract.Strangers(typeof(BoardAllocatorOptions).Assembly), Is.Empty);
        Assert.That(Options, Has.Member(typeof(BoardAllocatorOptions)));
    }

    [Test]
    public async Task Whatever_takes_options_makes_them_read_only()
    {
        var options = new BoardAllocatorOptions();
        await using BoardAllocator allocator = BoardAllocator.Open("http://127.0.0.1:1/", options);

        Assert.That(options.IsReadOnly);
    }
}
