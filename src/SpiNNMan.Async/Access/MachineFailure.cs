using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>The failure of one core or chip in an operation on many.</summary>
/// <param name="Core">The core; a chip is meant by its monitor.</param>
/// <param name="Error">The error.</param>
public sealed record MachineFailure(CoreLocation Core, SpinnakerException Error)
{
    /// <summary>Whether it was given up because another one failed, and was not waited for.</summary>
    internal bool IsGivenUp => Error.InnerException is SpinnakerException;

    /// <summary>A core's name; a chip's for its monitor.</summary>
    internal static string NameOf(CoreLocation core) => core.Core == 0 ? core.Chip.ToString() : core.ToString();
}
