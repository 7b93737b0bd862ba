namespace SpiNNMan.Async.Machines;

/// <summary>Which links of its chips a board leads out: through its FPGAs, or to a connector for devices.</summary>
/// <remarks>Protocol: models.md, "Links that leave a board".</remarks>
internal static class BoardEdges
{
    /// <summary>FPGAs of a board of 48 chips.</summary>
    public const int FpgaCount = 3;

    /// <summary>Links through each FPGA.</summary>
    public const int LinksPerFpga = 2 * LinksPerEdge;

    private const int LinksPerEdge = 8;

    /// <summary>The six edges of a board of 48 chips, two for each FPGA: east, south, south-west, west, north, north-east. Each is walked from one corner to
    /// the next by steps of the same kind, and at each step two links lead out, the first and the second in turns.</summary>
    private static readonly Edge[] s_edges =
    [
        new(new(7, 3), -1, -1, 0, 5),
        new(new(4, 0), -1, 0, 4, 5),
        new(new(0, 0), 0, 1, 4, 3),
        new(new(0, 3), 1, 1, 2, 3),
        new(new(4, 7), 1, 0, 2, 1),
        new(new(7, 7), 0, -1, 0, 1),
    ];

    /// <summary>The links that a board of 4 chips leads to its two connectors, by their numbers.</summary>
    public static IReadOnlyList<(ChipLocation Chip, int Link)> ConnectorsOfSmallBoard { get; } = [(new(0, 0), 3), (new(1, 0), 0)];

    /// <summary>The link of a chip that leads through an FPGA, the chip named by its place on its board.</summary>
    public static (ChipLocation Chip, int Link) ThroughFpga(int fpga, int fpgaLink)
    {
        int edge = (fpga * 2) + (fpgaLink / LinksPerEdge);
        int number = fpgaLink % LinksPerEdge;
        (ChipLocation start, int dx, int dy, int first, int second) = s_edges[edge];

        // Where an FPGA's first eight links begin, a chip has both links of a pair; on its other edge the pair is that of two neighbours.
        int steps = (number + (edge % 2)) / 2;
        return (new ChipLocation((byte)(start.X + (steps * dx)), (byte)(start.Y + (steps * dy))), number % 2 == 0 ? first : second);
    }

    private readonly record struct Edge(ChipLocation Start, int StepX, int StepY, int FirstLink, int SecondLink);
}
