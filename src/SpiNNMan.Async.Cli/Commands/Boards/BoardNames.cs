using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Boards;

/// <summary>Names many boards in few words.</summary>
internal static class BoardNames
{
    /// <summary>The boards of each frame in ranges, as in <c>0;0/0-23, 0;1/4</c>.</summary>
    public static string Of(IEnumerable<BoardLocation> boards) => string.Join(", ", boards
        .GroupBy(static board => (board.Cabinet, board.Frame))
        .OrderBy(static frame => frame.Key)
        .SelectMany(static frame => NumberRanges.Of(frame.Select(static board => board.Board))
            .Select(range => string.Create(CultureInfo.InvariantCulture, $"{frame.Key.Cabinet};{frame.Key.Frame}/{range}"))));
}
