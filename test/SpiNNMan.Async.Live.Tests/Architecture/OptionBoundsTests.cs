using System.Reflection;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Live.Tests.Architecture;

/// <summary>Whatever can be set has bounds that are checked when it is given.</summary>
[TestFixture]
internal sealed class OptionBoundsTests : OptionBoundsContract<OptionBoundsTests>, IOptionsOfPackage
{
    /// <summary>Options for which zero means something.</summary>
    private static readonly HashSet<(Type Type, string Name)> s_zeroMakesSense =
    [
        (typeof(LiveOptions), nameof(LiveOptions.Port)),
        (typeof(LiveOptions), nameof(LiveOptions.DrainTime)),
    ];

    public static Type Anchor => typeof(LiveOptions);

    public static bool MakesSense(PropertyInfo option, object value) => (value is 1.1 && option.DeclaringType == typeof(SendOptions)) || (OptionBounds.IsZero(value) && s_zeroMakesSense.Contains((option.DeclaringType!, option.Name)));
}
