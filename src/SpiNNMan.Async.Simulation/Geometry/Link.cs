using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>The six links of a chip: 0 east, 1 north-east, 2 north, 3 west, 4 south-west, 5 south.</summary>
internal static class Link
{
    public const int Count = 6;

    private static ReadOnlySpan<sbyte> Columns => [1, 1, 0, -1, -1, 0];

    private static ReadOnlySpan<sbyte> Rows => [0, 1, 1, 0, -1, -1];

    /// <summary>The columns and rows that a link leads to the east and to the north.</summary>
    public static (int X, int Y) Direction(int link) => (Columns[link], Rows[link]);

    public static int Opposite(int link) => (link + 3) % Count;

    /// <summary>The number of links from one chip to another, if all links work.</summary>
    public static int Distance(ChipLocation from, ChipLocation to, int width, int height, bool wraps)
    {
        (int x, int y) = Shortest(from, to, width, height, wraps);
        return Length(x, y);
    }

    /// <summary>The first link of the path from one chip to another, if all links work: diagonals first, then along a row, then along a column.</summary>
    public static int Towards(ChipLocation from, ChipLocation to, int width, int height, bool wraps)
    {
        const int east = 0;
        const int northEast = 1;
        const int north = 2;
        (int x, int y) = Shortest(from, to, width, height, wraps);
        int link = Math.Sign(x) == Math.Sign(y) ? northEast : x != 0 ? east : north;
        return (x != 0 ? x : y) > 0 ? link : Opposite(link);
    }

    /// <summary>The columns and rows between two chips, in the shorter direction round the machine.</summary>
    private static (int X, int Y) Shortest(ChipLocation from, ChipLocation to, int width, int height, bool wraps)
    {
        (int x, int y) shortest = (to.X - from.X, to.Y - from.Y);
        for (int columns = -1; columns <= 1 && wraps; columns++)
        {
            for (int rows = -1; rows <= 1; rows++)
            {
                (int x, int y) = (to.X - from.X + (columns * width), to.Y - from.Y + (rows * height));
                if (Length(x, y) < Length(shortest.x, shortest.y))
                    shortest = (x, y);
            }
        }

        return shortest;
    }

    /// <summary>Diagonal links lead to the north-east and south-west only.</summary>
    private static int Length(int x, int y) => Math.Sign(x) == Math.Sign(y) ? Math.Max(Math.Abs(x), Math.Abs(y)) : Math.Abs(x) + Math.Abs(y);

    /// <summary>The chip across a link, or <see langword="null"/> if the link leaves the grid.</summary>
    public static ChipLocation? Step(ChipLocation from, int link, int width, int height, bool wraps)
    {
        int x = from.X + Columns[link];
        int y = from.Y + Rows[link];
        if (wraps)
            return new ChipLocation((byte)((x + width) % width), (byte)((y + height) % height));

        return x < 0 || y < 0 || x >= width || y >= height ? null : new ChipLocation((byte)x, (byte)y);
    }
}
