using System.Collections.Immutable;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>Machines of many SpiNN-5 boards, which consist of triads of three boards.</summary>
internal static class TriadGeometry
{
    private const int TriadSize = 12;
    private const int Overhang = 4;

    /// <summary>The places of the chips with an Ethernet in a triad.</summary>
    private static readonly ImmutableArray<(int X, int Y)> s_corners = [(0, 0), (8, 4), (4, 8)];

    /// <summary>Makes a machine.</summary>
    /// <param name="columns">How many triads there are in a row.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="wraps">Whether the links of each edge lead to the opposite edge.</param>
    public static MachineLayout Make(int columns, int rows, bool wraps = true)
    {
        int overhang = wraps ? 0 : Overhang;
        int width = (TriadSize * columns) + overhang;
        int height = (TriadSize * rows) + overhang;
        var ethernets = new List<ChipLocation>();
        var chips = new List<(ChipLocation, int)>();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                foreach ((int x, int y) in s_corners)
                {
                    int left = (TriadSize * column) + x;
                    int bottom = (TriadSize * row) + y;
                    chips.AddRange(BoardKind.Spin5.Chips.Select(chip => (new ChipLocation((byte)((left + chip.X) % width), (byte)((bottom + chip.Y) % height)), ethernets.Count)));
                    ethernets.Add(new ChipLocation((byte)left, (byte)bottom));
                }
            }
        }

        return new MachineLayout(BoardKind.Spin5, width, height, wraps, ethernets, chips, [], []);
    }
}
