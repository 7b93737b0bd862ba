using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Allocation;

/// <summary>Reads what boards the user wants: a number of boards, a rectangle of triads, or a certain board.</summary>
internal static class AllocationShapes
{
    /// <summary>How that is written.</summary>
    public const string Form = "N boards, WxH triads, or X,Y,Z for one board; for instance 3, 2x1 or 0,0,2";

    /// <summary>Reads N, WxH or X,Y,Z.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BoardRequest? request)
    {
        try
        {
            string[] sides = text.Split('x');
            if (TryParseNumber(text, out int boards))
                request = BoardRequest.ForBoards(boards);
            else if (sides.Length == 2 && TryParseNumber(sides[0], out int width) && TryParseNumber(sides[1], out int height))
                request = BoardRequest.ForTriads(width, height);
            else
                request = LogicalBoard.TryParse(text, out LogicalBoard board) ? BoardRequest.ForBoard(board) : null;
        }
        catch (InvalidParameterException)
        {
            // A number is too small or too great.
            request = null;
        }

        return request is not null;
    }

    private static bool TryParseNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
