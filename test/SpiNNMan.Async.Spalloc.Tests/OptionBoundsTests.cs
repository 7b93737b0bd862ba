using System.Reflection;
using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>Whatever can be set has bounds that are checked when it is given.</summary>
[TestFixture]
internal sealed class OptionBoundsTests : OptionBoundsContract<OptionBoundsTests>, IOptionsOfPackage
{
    /// <summary>Options for which zero means something.</summary>
    private static readonly HashSet<(Type Type, string Name)> s_zeroMakesSense =
    [
        (typeof(JobMachineOptions), nameof(JobMachineOptions.PowerCycles)),
        (typeof(JobMachineOptions), nameof(JobMachineOptions.Replacements)),
    ];

    public static Type Anchor => typeof(BoardAllocatorOptions);

    public static bool MakesSense(PropertyInfo option, object value) => OptionBounds.IsZero(value) && s_zeroMakesSense.Contains((option.DeclaringType!, option.Name));
}
