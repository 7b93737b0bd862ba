using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>A part that does not work, and the line that names it.</summary>
/// <param name="Number">The number of the line, from 1.</param>
/// <param name="Text">The line, without comment.</param>
/// <param name="Kind">The kind of part.</param>
/// <param name="Board">The board, if one is named. The chip is then a place on that board.</param>
/// <param name="Chip">The chip; without meaning for a whole board.</param>
/// <param name="Parts">The physical numbers of cores, or the links.</param>
internal sealed record FaultFileLine(int Number, string Text, FaultKind Kind, int? Board, ChipLocation Chip, IReadOnlyList<int> Parts)
{
    /// <summary>The change to the faults of a board's network, or to those of flood fills.</summary>
    public Func<FaultOptions, FaultOptions>? Change { get; init; }
}
