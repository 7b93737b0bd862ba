using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>One part that does not work, and where that is written.</summary>
/// <param name="Number">The number of the line, from 1.</param>
/// <param name="Text">The line, without comment.</param>
/// <param name="Kind">What kind of part it is.</param>
/// <param name="Board">The board, if one is named: the chip then is a place on it.</param>
/// <param name="Chip">The chip, but for a whole board.</param>
/// <param name="Parts">The physical numbers of cores, or the links.</param>
internal sealed record FaultFileLine(int Number, string Text, FaultKind Kind, int? Board, ChipLocation Chip, IReadOnlyList<int> Parts)
{
    /// <summary>What goes wrong on the network of a board, or with floods.</summary>
    public Func<FaultOptions, FaultOptions>? Change { get; init; }
}
