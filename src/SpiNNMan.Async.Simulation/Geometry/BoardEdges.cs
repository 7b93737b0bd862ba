using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>The links at the edge of a SpiNN-5, by the half of the FPGA that they go through.</summary>
internal static class BoardEdges
{
    private const int LinksPerEdge = 8;

    /// <summary>Column, row and link, edge by edge: east, south, south-west, west, north, north-east.</summary>
    private static ReadOnlySpan<byte> Ends =>
    [
        7, 3, 0, 7, 3, 5, 6, 2, 0, 6, 2, 5, 5, 1, 0, 5, 1, 5, 4, 0, 0, 4, 0, 5,
        4, 0, 4, 3, 0, 5, 3, 0, 4, 2, 0, 5, 2, 0, 4, 1, 0, 5, 1, 0, 4, 0, 0, 5,
        0, 0, 4, 0, 0, 3, 0, 1, 4, 0, 1, 3, 0, 2, 4, 0, 2, 3, 0, 3, 4, 0, 3, 3,
        0, 3, 2, 1, 4, 3, 1, 4, 2, 2, 5, 3, 2, 5, 2, 3, 6, 3, 3, 6, 2, 4, 7, 3,
        4, 7, 2, 4, 7, 1, 5, 7, 2, 5, 7, 1, 6, 7, 2, 6, 7, 1, 7, 7, 2, 7, 7, 1,
        7, 7, 0, 7, 6, 1, 7, 6, 0, 7, 5, 1, 7, 5, 0, 7, 4, 1, 7, 4, 0, 7, 3, 1,
    ];

    /// <summary>The eight links of an edge.</summary>
    public static IEnumerable<(ChipLocation Chip, int Link)> Links(int fpga, int half)
    {
        int edge = (2 * fpga) + half;
        for (int i = 0; i < LinksPerEdge; i++)
        {
            int at = 3 * ((edge * LinksPerEdge) + i);
            yield return (new ChipLocation(Ends[at], Ends[at + 1]), Ends[at + 2]);
        }
    }
}
