using SpiNNMan.Async.Cli.Displays.HexagonalMaps;
using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary>Pictures of the machines of an allocation service: which boards which jobs have.</summary>
internal static class AllocationScenes
{
    /// <summary>The meaning of the marks.</summary>
    public const string Legend = ". free   # dead   x a link that does not work";

    /// <summary>Draws machines, one below the other.</summary>
    /// <param name="machines">The machines.</param>
    /// <param name="lent">The job of each board that is lent, by the name of the machine.</param>
    /// <param name="marks">The letters of the jobs.</param>
    public static Scene Draw(IReadOnlyCollection<AllocationMachine> machines, IReadOnlyDictionary<string, IReadOnlyDictionary<LogicalBoard, int>> lent, GroupMarks marks)
    {
        marks.Update(lent.Values.SelectMany(static boards => boards.Values));
        return Scene.Stack("Machines", [.. machines.Select(machine => Draw(machine, lent[machine.Name], marks))]);
    }

    /// <summary>The look of a board on a map.</summary>
    public static MapBoard LookOf(AllocationMachine machine, IReadOnlyDictionary<LogicalBoard, int> lent, GroupMarks marks, LogicalBoard board)
    {
        if (lent.TryGetValue(board, out int job))
            return new MapBoard(marks.MarkOf(job), marks.StyleOf(job), job);

        return machine.DeadBoards.Contains(board) ? new MapBoard("#", "red") : new MapBoard(".", "dim");
    }

    private static Scene Draw(AllocationMachine machine, IReadOnlyDictionary<LogicalBoard, int> lent, GroupMarks marks)
    {
        HexagonBoard[] boards = [.. HexagonalMap.All(machine.Width, machine.Height).Select(board => new HexagonBoard(MapPlace.Of(board), $"{board.X},{board.Y},{board.Z}", LookOf(machine, lent, marks, board), About(board, lent)))];
        string[] jobs = [.. lent.Values.Distinct().Order().Select(job => $"{marks.MarkOf(job)} job {job}, {Quantities.Count(lent.Values.Count(other => other == job), "board")}")];
        return HexagonScene.Of(machine.ToString(), boards, machine.DeadLinks.Select(static link => (MapPlace.Of(link.Board), link.Direction))).WithText([Legend, .. jobs]);
    }

    private static string About(LogicalBoard board, IReadOnlyDictionary<LogicalBoard, int> lent) => lent.TryGetValue(board, out int job) ? $"board {board}: job {job}" : $"board {board}";
}
