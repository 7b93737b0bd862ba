using System.Reflection;
using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Spalloc.Server.Tests;

/// <summary>Whatever can be set has bounds that are checked when it is given.</summary>
[TestFixture]
internal sealed class OptionBoundsTests
{
    /// <summary>Options for which zero means something.</summary>
    private static readonly HashSet<(Type Type, string Name)> s_zeroMakesSense =
    [
        (typeof(SpallocServerOptions), nameof(SpallocServerOptions.RestTime)),
        (typeof(SpallocServerOptions), nameof(SpallocServerOptions.MaxOvertaking)),
        (typeof(SpallocServerOptions), nameof(SpallocServerOptions.MaxRetiredJobs)),
        (typeof(SpallocServerOptions), nameof(SpallocServerOptions.PowerRetryDelay)),
    ];

    private static IEnumerable<PropertyInfo> Options => OptionBounds.Of(OptionContract.OptionsOf(typeof(SpallocServerOptions).Assembly));

    private static IEnumerable<TestCaseData> Extremes() => OptionBounds.Extremes(Options, MakesSense);

    private static IEnumerable<TestCaseData> Needed() => OptionBounds.Needed(Options);

    [TestCaseSource(nameof(Extremes))]
    public void An_option_refuses_what_makes_no_sense_and_names_itself_and_the_range(PropertyInfo option, object value) => OptionBounds.CheckExtreme(Activator.CreateInstance(option.DeclaringType!)!, option, value);

    [TestCaseSource(nameof(Needed))]
    public void An_option_that_is_needed_refuses_nothing(PropertyInfo option) => OptionBounds.CheckNeeded(Activator.CreateInstance(option.DeclaringType!)!, option);

    [Test]
    public void Every_default_is_within_its_bounds()
    {
        foreach (PropertyInfo option in Options)
            OptionBounds.CheckDefault(Activator.CreateInstance(option.ReflectedType!)!, option);
    }

    private static bool MakesSense(PropertyInfo option, object value) => (OptionBounds.IsZero(value) && s_zeroMakesSense.Contains((option.DeclaringType!, option.Name)));
}
