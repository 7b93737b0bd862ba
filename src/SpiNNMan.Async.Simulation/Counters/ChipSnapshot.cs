using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>The state of a simulated chip: a snapshot that does not change any more.</summary>
/// <param name="Location">Its place in the machine, in the numbers that clients use while the board is booted.</param>
/// <param name="Local">Its place on its board.</param>
/// <param name="IsUsed">Whether a client has used the chip since it was booted. If not, the values below are empty.</param>
/// <param name="Failure">Why its monitor died, or <see langword="null"/>.</param>
/// <param name="IsBusy">Whether its monitor is kept busy.</param>
/// <param name="Commands">How many commands its cores have carried out or refused.</param>
/// <param name="Cores">The states of its cores, the monitor's first.</param>
/// <remarks>Protocol: virtual-machine.md, "Counters".</remarks>
public sealed record ChipSnapshot(ChipLocation Location, ChipLocation Local, bool IsUsed, string? Failure, bool IsBusy, long Commands, IReadOnlyList<CoreState> Cores)
{
    /// <summary>How many cores of a chip that executes are awake now; <see langword="null"/> for a model. <see cref="Commands"/> and <see cref="Cores"/> have no values for a chip that
    /// executes, because only its software knows them.</summary>
    public int? AwakeCores { get; init; }
}
