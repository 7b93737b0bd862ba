using SpiNNMan.Async.Cli.Output;

namespace SpiNNMan.Async.Cli.Tests.Output;

internal sealed class NumberRangesTests
{
    [TestCase(new int[0], "")]
    [TestCase(new[] { 4 }, "4")]
    [TestCase(new[] { 3, 1, 2, 2, 7, 9, 8, 5 }, "1-3 5 7-9")]
    public void Numbers_are_written_in_ranges(int[] numbers, string text) => Assert.That(string.Join(' ', NumberRanges.Of(numbers)), Is.EqualTo(text));
}
