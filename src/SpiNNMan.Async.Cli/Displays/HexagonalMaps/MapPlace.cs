using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Displays.HexagonalMaps;

/// <summary>Where a board stands among the hexagons: columns count to the right, and rows count up, in halves of a hexagon.</summary>
/// <param name="Column">The column.</param>
/// <param name="Row">The row.</param>
internal readonly record struct MapPlace(int Column, int Row)
{
    private const int BoardsInTriad = 3;

    /// <summary>The steps that the six links of a board lead, from east counterclockwise: right and down, right and up, up, left and up, left and down, down.</summary>
    private static readonly (int Columns, int Rows)[] s_steps = [(1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2)];

    /// <summary>How many links a board has.</summary>
    public static int Links => s_steps.Length;

    /// <summary>The place of a board in the grid of triads.</summary>
    public static MapPlace Of(LogicalBoard board) => new((2 * board.X) - board.Y + (board.Z == 1 ? 1 : 0), (BoardsInTriad * board.Y) + board.Z);

    /// <summary>The place that a link leads to.</summary>
    public MapPlace Next(int link) => new(Column + s_steps[link].Columns, Row + s_steps[link].Rows);

    /// <summary>The board at this place, on a machine that goes round at its edges.</summary>
    public LogicalBoard ToBoard(int width, int height)
    {
        int row = Wrap(Row, BoardsInTriad * height);

        // Rows are slanted: a machine that goes round in this direction comes back in another column.
        int column = Column - ((row - Row) / BoardsInTriad);
        (int y, int z) = (row / BoardsInTriad, row % BoardsInTriad);
        return new LogicalBoard(Wrap((column + y - (z == 1 ? 1 : 0)) / 2, width), y, z);
    }

    private static int Wrap(int value, int size) => ((value % size) + size) % size;
}
