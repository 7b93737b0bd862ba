using System.Text;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Tests.EndToEnd;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>Which program takes the place of which image.</summary>
internal sealed class RuleTests
{
    private static readonly byte[] s_image = RawImages.Application("my_app_v2");
    private static readonly Func<IVirtualCoreApplication> s_any = static () => new IdleApplication();

    [TestCase("my_app_v2", true)]
    [TestCase("my_app*", true)]
    [TestCase("my_app_v?", true)]
    [TestCase("MY_APP*", false)]
    [TestCase("app", false)]
    [TestCase(null, true)]
    public void A_name_may_have_gaps(string? name, bool fits) => Assert.That(Fits(new ApplicationRule(name, s_any)), Is.EqualTo(fits));

    [Test]
    public void The_sum_of_a_file_is_that_of_the_image_in_memory()
    {
        uint sum = ApplicationRule.ChecksumOf([.. s_image, 1, 2, 3, 4]);

        Assert.That(Fits(new ApplicationRule(null, s_any) { Checksum = sum }), Is.True);
        Assert.That(Fits(new ApplicationRule(null, s_any) { Checksum = sum + 1 }), Is.False);
        Assert.That(ApplicationRule.ChecksumOf([]), Is.Zero);
    }

    [Test]
    public void Content_may_be_anywhere()
    {
        Assert.That(Fits(new ApplicationRule(null, s_any) { Content = Encoding.ASCII.GetBytes("app_v") }), Is.True);
        Assert.That(Fits(new ApplicationRule("other", s_any) { Content = Encoding.ASCII.GetBytes("app_v") }), Is.False, "all must fit");
        Assert.That(Fits(new ApplicationRule(null, s_any) { Content = "absent"u8.ToArray() }), Is.False);
    }

    [TestCase("ticks", "1000", typeof(TicksApplication))]
    [TestCase("echo", "3", typeof(EchoApplication))]
    [TestCase("rig_test", null, typeof(CoreIdApplication))]
    [TestCase("spikes", "5", typeof(SpikeStreamApplication))]
    [TestCase("hang", null, typeof(IdleApplication))]
    public void Built_in_programs_are_found_by_name(string name, string? argument, Type type) => Assert.That(BuiltInProgram.Find(name, argument)(), Is.TypeOf(type));

    [Test]
    public void All_built_in_programs_are_there_without_an_argument() =>
        Assert.That(BuiltInProgram.Names.Keys.Select(name => BuiltInProgram.Find(name)().Name), Is.All.Not.Empty);

    [TestCase("sleep", null, "hello")]
    [TestCase("ticks", "many", "number")]
    [TestCase("echo", "8", "0 to 7")]
    public void What_is_not_there_is_told(string name, string? argument, string advice) =>
        Assert.That(() => BuiltInProgram.Find(name, argument), Throws.TypeOf<InvalidParameterException>().With.Message.Contains(advice));

    private static bool Fits(ApplicationRule rule) => rule.Fits("my_app_v2", ApplicationRule.ChecksumOf(s_image), s_image);
}
