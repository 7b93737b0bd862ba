using System.Globalization;

namespace SpiNNMan.Async.Spalloc.Server.Geometry;

/// <summary>Where a board is in a machine: the triad's column and row, and which of its three boards it is.</summary>
/// <param name="X">The column of the triad.</param>
/// <param name="Y">The row of the triad.</param>
/// <param name="Z">The board in the triad, 0 to 2.</param>
internal readonly record struct BoardCoordinates(int X, int Y, int Z) : IComparable<BoardCoordinates>
{
    /// <summary>How many boards a triad has.</summary>
    public const int BoardsPerTriad = 3;

    public int CompareTo(BoardCoordinates other) => (Y, X, Z).CompareTo((other.Y, other.X, other.Z));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{X}, {Y}, {Z}]");
}
