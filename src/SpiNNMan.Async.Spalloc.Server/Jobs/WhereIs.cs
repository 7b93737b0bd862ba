using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>A chip, in every way of counting.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Logical">The board, by its triad.</param>
/// <param name="Physical">The board, by its place in the racks.</param>
/// <param name="Chip">Where the chip is in the machine.</param>
/// <param name="BoardChip">Where it is on the board.</param>
/// <param name="JobId">The job that has the board.</param>
/// <param name="JobChip">Where the chip is for the job.</param>
internal sealed record WhereIs(
    string Machine, BoardCoordinates Logical, BoardLocation Physical, (int X, int Y) Chip, (int X, int Y) BoardChip, int? JobId, (int X, int Y)? JobChip);
