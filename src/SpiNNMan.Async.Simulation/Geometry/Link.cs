using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>The six links of a chip: 0 east, 1 north-east, 2 north, 3 west, 4 south-west, 5 south.</summary>
internal static class Link
{
    public const int Count = 6;

    private static ReadOnlySpan<sbyte> Columns => [1, 1, 0, -1, -1, 0];

    private static ReadOnlySpan<sbyte> Rows => [0, 1, 1, 0, -1, -1];

    /// <summary>How far a link leads to the east and to the north.</summary>
    public static (int X, int Y) Direction(int link) => (Columns[link], Rows[link]);

    public static int Opposite(int link) => (link + 3) % Count;

    /// <summary>How many links lead from one chip to another, if all work.</summary>
    public static int Distance(ChipLocation from, ChipLocation to, int width, int height, bool wraps)
    {
        int x = to.X - from.X;
        int y = to.Y - from.Y;
        if (!wraps)
            return Length(x, y);

        int least = int.MaxValue;
        for (int columns = -1; columns <= 1; columns++)
        {
            for (int rows = -1; rows <= 1; rows++)
                least = Math.Min(least, Length(x + (columns * width), y + (rows * height)));
        }

        return least;
    }

    /// <summary>Diagonal links lead to the north-east and south-west only.</summary>
    private static int Length(int x, int y) => Math.Sign(x) == Math.Sign(y) ? Math.Max(Math.Abs(x), Math.Abs(y)) : Math.Abs(x) + Math.Abs(y);

    /// <summary>The chip across a link, or <see langword="null"/> if that leaves the grid.</summary>
    public static ChipLocation? Step(ChipLocation from, int link, int width, int height, bool wraps)
    {
        int x = from.X + Columns[link];
        int y = from.Y + Rows[link];
        if (wraps)
            return new ChipLocation((byte)((x + width) % width), (byte)((y + height) % height));

        return x < 0 || y < 0 || x >= width || y >= height ? null : new ChipLocation((byte)x, (byte)y);
    }
}
