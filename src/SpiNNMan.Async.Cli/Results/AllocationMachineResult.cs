using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A machine that an allocation service lends boards of, as JSON.</summary>
internal sealed record AllocationMachineResult(string MachineName, IReadOnlyList<string> MachineTags, int TriadWidth, int TriadHeight, int BoardCount)
{
    public required IReadOnlyList<TriadBoardResult> DeadBoards { get; init; }

    public required IReadOnlyList<BoardLinkResult> DeadBoardLinks { get; init; }

    public required IReadOnlyList<TriadBoardResult> LentBoards { get; init; }

    /// <param name="machine">The machine.</param>
    /// <param name="lent">The boards that jobs have, each with its job.</param>
    public static AllocationMachineResult From(AllocationMachine machine, IReadOnlyDictionary<LogicalBoard, int> lent) => new(machine.Name, machine.Tags, machine.Width, machine.Height, machine.BoardCount)
    {
        DeadBoards = [.. machine.DeadBoards.Select(TriadBoardResult.From)],
        DeadBoardLinks = [.. machine.DeadLinks.Select(static link => new BoardLinkResult(link.Board.X, link.Board.Y, link.Board.Z, link.Direction))],
        LentBoards = [.. lent.OrderBy(static board => (board.Key.X, board.Key.Y, board.Key.Z)).Select(static board => TriadBoardResult.From(board.Key) with { JobId = board.Value })],
    };
}
