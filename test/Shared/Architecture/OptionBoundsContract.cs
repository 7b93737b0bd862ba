using System.Reflection;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>The options of a package.</summary>
internal interface IOptionsOfPackage
{
    /// <summary>A type of the package.</summary>
    static abstract Type Anchor { get; }

    /// <summary>Whether an unusual value makes sense for an option.</summary>
    static abstract bool MakesSense(PropertyInfo option, object value);
}

/// <summary>Whatever can be set in a package has bounds that are checked when it is given.</summary>
/// <typeparam name="TPackage">The package.</typeparam>
internal abstract class OptionBoundsContract<TPackage>
    where TPackage : IOptionsOfPackage
{
    private static IEnumerable<PropertyInfo> Options => OptionBounds.Of(OptionContract.OptionsOf(TPackage.Anchor.Assembly));

    private static IEnumerable<TestCaseData> Extremes() => OptionBounds.Extremes(Options, TPackage.MakesSense);

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
}
