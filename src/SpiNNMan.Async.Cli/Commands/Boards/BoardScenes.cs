using System.Globalization;
using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Results;

namespace SpiNNMan.Async.Cli.Commands.Boards;

/// <summary>Pictures of what BMPs report: a column for each frame, and a cell for each board.</summary>
internal static class BoardScenes
{
    private const double Wide = 3;
    private const double Warm = 40;
    private const double Hot = 50;

    /// <summary>Draws boards.</summary>
    public static Scene Draw(IReadOnlyCollection<BmpResult> boards)
    {
        (int Cabinet, int Frame)[] frames = [.. boards.Select(static board => (board.Cabinet, board.Frame)).Distinct().Order()];
        IEnumerable<GridCell> cells = boards.Select(board => new GridCell(Array.IndexOf(frames, (board.Cabinet, board.Frame)), board.Board, $"{board.Cabinet},{board.Frame},{board.Board}", board.Place, MarkOf(board), StyleOf(board), About(board)));
        return GridScene.Of("Boards, as their BMPs tell", [.. cells], column => $"cabinet {frames[column].Cabinet}, frame {frames[column].Frame}", wide: Wide)
            .WithText("the hotter one of the two temperatures in °C; ! a warning; off no power");
    }

    private static double HeatOf(BmpResult board) => Math.Max(board.CelsiusTop, board.CelsiusBottom);

    private static bool Warns(BmpResult board) => board.WarningBits != 0 || board.ShutdownBits != 0;

    private static string MarkOf(BmpResult board) => board.IsOn ? string.Create(CultureInfo.InvariantCulture, $"{(Warns(board) ? "! " : "")}{HeatOf(board):0.0}") : Warns(board) ? "! off" : "off";

    private static string StyleOf(BmpResult board) =>
        Warns(board) ? "red" : !board.IsOn ? "dim" : HeatOf(board) >= Hot ? "darkorange" : HeatOf(board) >= Warm ? "yellow" : "green";

    private static string About(BmpResult board) => string.Create(
        CultureInfo.InvariantCulture, $"board {board.Place}: {(board.IsOn ? "on" : "off")}, {board.CelsiusTop:0.0} and {board.CelsiusBottom:0.0} °C, {board.VoltsSupply:0.00} V; BMP {board.BmpIpAddress}");
}
