using SpiNNMan.Async.Spalloc.Server.Allocation;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>An order for the boards of a job.</summary>
/// <param name="Number">The number of the order.</param>
/// <param name="Machine">The machine of the boards.</param>
/// <param name="Placement">The boards.</param>
/// <param name="TurnsOn">Whether they are to be switched on, and not off.</param>
/// <param name="IsLast">Whether the job is over.</param>
internal sealed record PowerOrder(int Number, LabMachine Machine, Placement Placement, bool TurnsOn, bool IsLast)
{
    /// <summary>Does it.</summary>
    public Task ExecuteAsync(CancellationToken cancellationToken) => TurnsOn
        ? Machine.Power.SwitchOnAsync(Placement.Boards, [.. Placement.LinksThatLeave(Machine.Grid)], cancellationToken)
        : Machine.Power.SwitchOffAsync(Placement.Boards, cancellationToken);
}
