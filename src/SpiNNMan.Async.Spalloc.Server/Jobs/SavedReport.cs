namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>A board that was reported not to work.</summary>
/// <param name="Machine">Its machine.</param>
/// <param name="Board">Where it is: column and row of its triad, and its number there.</param>
/// <param name="Count">How often it was reported.</param>
internal sealed record SavedReport(string Machine, IReadOnlyList<int> Board, int Count);
