using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>What went wrong with one core or chip while something was done to many.</summary>
/// <param name="Core">The core; a chip is meant by its monitor.</param>
/// <param name="Error">What went wrong with it.</param>
public sealed record MachineFailure(CoreLocation Core, SpinnakerException Error)
{
    /// <summary>Whether it was not waited for, for what happened to another.</summary>
    internal bool IsGivenUp => Error.InnerException is SpinnakerException;

    /// <summary>A core's name; a chip's for its monitor.</summary>
    internal static string NameOf(CoreLocation core) => core.Core == 0 ? core.Chip.ToString() : core.ToString();
}
