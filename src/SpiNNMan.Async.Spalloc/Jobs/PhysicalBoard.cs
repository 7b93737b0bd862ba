using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>A board by the place where it is mounted.</summary>
/// <param name="Cabinet">The cabinet, from 0.</param>
/// <param name="Frame">The frame in it, from 0.</param>
/// <param name="Board">The board in that, 0 to 23.</param>
/// <remarks>Protocol: spalloc.md, "Boards".</remarks>
public readonly record struct PhysicalBoard(int Cabinet, int Frame, int Board)
{
    /// <summary>Reads "cabinet,frame,board".</summary>
    /// <param name="text">The text.</param>
    /// <param name="board">The board, if it is one.</param>
    /// <returns>Whether it is three numbers of 0 or more.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhysicalBoard board)
    {
        bool isOne = Triples.TryParse(text, out int cabinet, out int frame, out int number);
        board = isOne ? new PhysicalBoard(cabinet, frame, number) : default;
        return isOne;
    }

    /// <summary>Cabinet, frame and board: "c,f,b".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Cabinet},{Frame},{Board}");
}
