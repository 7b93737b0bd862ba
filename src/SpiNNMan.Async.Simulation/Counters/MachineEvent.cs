using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>Something that happened in a simulated machine.</summary>
/// <param name="At">When, since the machine was started.</param>
/// <param name="Kind">What.</param>
/// <param name="Board">The number of the board, if it happened to a board.</param>
/// <param name="Chip">The chip, if it happened to a chip or core, as clients count chips.</param>
/// <param name="Core">The core, if it happened to a core.</param>
/// <param name="Text">More about it, for people.</param>
/// <remarks>Protocol: virtual-machine.md, "Events".</remarks>
public sealed record MachineEvent(TimeSpan At, MachineEventKind Kind, int? Board, ChipLocation? Chip, int? Core, string Text);
