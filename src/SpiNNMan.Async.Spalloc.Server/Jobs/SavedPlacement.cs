namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>The boards of a job, as they are kept in a file. A board is three numbers: column and row of its triad, and its number there.</summary>
internal sealed record SavedPlacement(IReadOnlyList<int> Corner, int Width, int Height, int Depth, IReadOnlyList<IReadOnlyList<int>> Boards);
