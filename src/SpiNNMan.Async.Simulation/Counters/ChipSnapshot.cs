using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>What a simulated chip does: a snapshot that does not change any more.</summary>
/// <param name="Location">Where the chip is in the machine, as clients count while the board is booted.</param>
/// <param name="Local">Where it is on its board.</param>
/// <param name="IsUsed">Whether anybody has asked anything of it since it was booted; what is below is empty if not.</param>
/// <param name="Failure">Why its monitor died, or <see langword="null"/>.</param>
/// <param name="IsBusy">Whether its monitor is kept from its work.</param>
/// <param name="Commands">How many commands its cores have carried out or refused.</param>
/// <param name="Cores">The states of its cores, the monitor's first.</param>
/// <remarks>Protocol: virtual-machine.md, "Counters".</remarks>
public sealed record ChipSnapshot(ChipLocation Location, ChipLocation Local, bool IsUsed, string? Failure, bool IsBusy, long Commands, IReadOnlyList<CoreState> Cores)
{
    /// <summary>How many cores of a chip that executes do so just now, and do not sleep; <see langword="null"/> for a model. <see cref="Commands"/> and <see cref="Cores"/> tell nothing of a chip that
    /// executes: only its software knows.</summary>
    public int? AwakeCores { get; init; }
}
