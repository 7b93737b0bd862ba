namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>A link between two boards that does not work, seen from one of them.</summary>
/// <param name="Board">The board.</param>
/// <param name="Direction">Where it leads: 0 to 5 for east, north-east, north, west, south-west, south.</param>
public readonly record struct DeadBoardLink(LogicalBoard Board, int Direction);
