using System.Collections.Immutable;

namespace SpiNNMan.Async.Spalloc.Server.Geometry;

/// <summary>Where the three boards of a triad are, and which boards their six edges lead to.</summary>
/// <remarks>Links of boards have the numbers of links of chips: 0 east, 1 north-east, 2 north, 3 west, 4 south-west, 5 south.</remarks>
internal static class TriadGeometry
{
    /// <summary>How many links a board has.</summary>
    public const int LinkCount = 6;

    /// <summary>How many columns and rows of chips a triad fills.</summary>
    public const int TriadSize = 12;

    /// <summary>How many columns and rows of chips a board fills at the most.</summary>
    public const int BoardSize = 8;

    /// <summary>How far triads reach beyond their own chips where a machine ends.</summary>
    public const int Overhang = 4;

    /// <summary>A chip is on a board if its column and row differ by no more than this one way,</summary>
    private const int MostToTheRight = 4;

    /// <summary>and by no more than this the other way.</summary>
    private const int MostUpwards = 3;

    private static readonly ImmutableArray<(int X, int Y)> s_corners = [(0, 0), (8, 4), (4, 8)];

    /// <summary>How far the corner of the neighbour at each edge is from that of the board, in chips.</summary>
    private static readonly ImmutableArray<(int X, int Y)> s_ways = [(4, -4), (8, 4), (4, 8), (-4, 4), (-8, -4), (-4, -8)];

    /// <summary>Which chip each link of a chip leads to.</summary>
    private static readonly ImmutableArray<(int X, int Y)> s_steps = [(1, 0), (1, 1), (0, 1), (-1, 0), (-1, -1), (0, -1)];

    /// <summary>For each board of a triad, the triad and the board that each link leads to.</summary>
    private static readonly ImmutableArray<ImmutableArray<(int X, int Y, int Z)>> s_neighbours = MakeNeighbours();

    /// <summary>Where the chip with the Ethernet of a board is in its triad.</summary>
    public static (int X, int Y) CornerOf(int board) => s_corners[board];

    /// <summary>The way from a board to its neighbour: how many triads on, and which board there.</summary>
    public static (int X, int Y, int Z) NeighbourOf(int board, int link) => s_neighbours[board][link];

    public static int Opposite(int link) => (link + (LinkCount / 2)) % LinkCount;

    /// <summary>Whether a board has a chip at a place.</summary>
    public static bool IsOnBoard(int x, int y) =>
        x is >= 0 and < BoardSize && y is >= 0 and < BoardSize && x - y <= MostToTheRight && y - x <= MostUpwards;

    /// <summary>The board that a place of a triad is on, how many triads away, and where on the board it is.</summary>
    /// <param name="x">The column in the triad, 0 to 11.</param>
    /// <param name="y">The row in the triad, 0 to 11.</param>
    public static (int TriadX, int TriadY, int Board, int LocalX, int LocalY) Locate(int x, int y)
    {
        for (int board = 0; board < s_corners.Length; board++)
        {
            // A board reaches into the triads to the right, above, and both.
            for (int triad = 0; triad < 4; triad++)
            {
                (int acrossX, int acrossY) = (triad & 1, triad >> 1);
                int localX = x + (acrossX * TriadSize) - s_corners[board].X;
                int localY = y + (acrossY * TriadSize) - s_corners[board].Y;
                if (IsOnBoard(localX, localY))
                    return (-acrossX, -acrossY, board, localX, localY);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(x), $"A triad has no place {x}, {y}.");
    }

    /// <summary>The edge of a board that a link of a chip goes over, and where on the neighbour it arrives; <see langword="null"/> if it stays on the board.</summary>
    public static (int Edge, int X, int Y)? AcrossEdge(int x, int y, int link)
    {
        (x, y) = (x + s_steps[link].X, y + s_steps[link].Y);
        for (int edge = 0; edge < LinkCount; edge++)
        {
            if (IsOnBoard(x - s_ways[edge].X, y - s_ways[edge].Y))
                return (edge, x - s_ways[edge].X, y - s_ways[edge].Y);
        }

        return null;
    }

    private static ImmutableArray<ImmutableArray<(int X, int Y, int Z)>> MakeNeighbours()
    {
        var all = ImmutableArray.CreateBuilder<ImmutableArray<(int, int, int)>>();
        foreach ((int x, int y) in s_corners)
        {
            var links = ImmutableArray.CreateBuilder<(int, int, int)>();
            foreach ((int wayX, int wayY) in s_ways)
            {
                (int chipX, int chipY) = (x + wayX, y + wayY);
                (int triadX, int triadY) = (FloorDivide(chipX), FloorDivide(chipY));
                links.Add((triadX, triadY, s_corners.IndexOf((chipX - (triadX * TriadSize), chipY - (triadY * TriadSize)))));
            }

            all.Add(links.ToImmutable());
        }

        return all.ToImmutable();
    }

    private static int FloorDivide(int chips) => (int)Math.Floor(chips / (double)TriadSize);
}
