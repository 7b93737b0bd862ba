using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>An event in a simulated machine.</summary>
/// <param name="At">The time since the machine was started.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Board">The number of the board, for an event on a board.</param>
/// <param name="Chip">The chip, for an event on a chip or core, in the numbers that clients use.</param>
/// <param name="Core">The core, for an event on a core.</param>
/// <param name="Text">More details, for people.</param>
/// <remarks>Protocol: virtual-machine.md, "Events".</remarks>
public sealed record MachineEvent(TimeSpan At, MachineEventKind Kind, int? Board, ChipLocation? Chip, int? Core, string Text);
