using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A board by its place in the grid of triads, as JSON.</summary>
internal sealed record TriadBoardResult(int TriadX, int TriadY, int TriadZ)
{
    /// <summary>The job that has it.</summary>
    public int? JobId { get; init; }

    public static TriadBoardResult From(LogicalBoard board) => new(board.X, board.Y, board.Z);
}
