using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>A board by its place in the grid of triads: three boards stand in each.</summary>
/// <param name="X">Triads to the right of triad (0, 0).</param>
/// <param name="Y">Triads above triad (0, 0).</param>
/// <param name="Z">Which board of the triad, 0 to 2: at chips (0, 0), (8, 4) and (4, 8) of it.</param>
/// <remarks>Protocol: spalloc.md, "Boards".</remarks>
public readonly record struct LogicalBoard(int X, int Y, int Z)
{
    /// <summary>Reads "x,y,z".</summary>
    /// <param name="text">The text.</param>
    /// <param name="board">The board, if it is one.</param>
    /// <returns>Whether it is three numbers of 0 or more, the last up to 2.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out LogicalBoard board)
    {
        bool isOne = Triples.TryParse(text, out int x, out int y, out int z) && z <= 2;
        board = isOne ? new LogicalBoard(x, y, z) : default;
        return isOne;
    }

    /// <summary>Column, row and place: "x,y,z".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y},{Z}");
}
