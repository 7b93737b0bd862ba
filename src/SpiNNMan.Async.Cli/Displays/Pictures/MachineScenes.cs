using SpiNNMan.Async.Cli.Displays.HexagonalMaps;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>Pictures of discovered machines: every chip, or every board of a machine that is too large for that.</summary>
internal static class MachineScenes
{
    private const int TriadSize = MachineGeometry.TriadSize;

    // 48 boards of 48 chips. In pictures with more, chips are smaller than letters can be.
    private const int MostPlaces = 2304;

    private static readonly (int X, int Y)[] s_ethernets = [(0, 0), (8, 4), (4, 8)];

    /// <summary>Draws a machine as <c>info</c> does.</summary>
    public static Scene OfFaults(string title, Machine machine, MachineFaults faults)
    {
        var marks = new MachineMarks(machine, faults);
        return Of(title, machine, place => marks.OfChip(place), board => marks.OfBoard(board))
            .WithText(HasHexagons(machine) ? "# whole   - parts missing   x missing" : "cores that work on each chip; E with an Ethernet; o some run; - cores or links missing; xx chip missing");
    }

    /// <summary>Draws a mark for each chip or board.</summary>
    /// <param name="title">A line about the picture.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="ofChip">The mark of a chip and its style; <see langword="null"/> for no cell.</param>
    /// <param name="ofBoard">The mark of a board and its style.</param>
    public static Scene Of(string title, Machine machine, Func<ChipLocation, (string Mark, string Style)?> ofChip, Func<ChipLocation, (string Mark, string Style)> ofBoard)
    {
        if (HasHexagons(machine))
            return HexagonScene.Of(title, [.. machine.Geometry.PotentialEthernetChips.Select(ToBoard)], []);

        var cells = new List<GridCell>();
        for (int x = 0; x < machine.Dimensions.Width; x++)
        {
            for (int y = 0; y < machine.Dimensions.Height; y++)
            {
                var place = new ChipLocation(x, y);
                if (ofChip(place) is not var (mark, style))
                    continue;

                ChipLocation board = machine.Geometry.TryGetNearestEthernet(place, out ChipLocation nearest) ? nearest : default;
                cells.Add(new GridCell(x, y, $"{x},{y}", board, mark, style, $"chip {place}"));
            }
        }

        return GridScene.Of(title, cells);

        HexagonBoard ToBoard(ChipLocation board)
        {
            (string mark, string style) = ofBoard(board);
            var place = new LogicalBoard(board.X / TriadSize, board.Y / TriadSize, Array.IndexOf(s_ethernets, (board.X % TriadSize, board.Y % TriadSize)));
            return new HexagonBoard(MapPlace.Of(place), $"{board.X},{board.Y}", new MapBoard(mark, style), $"board at chip {board}");
        }
    }

    private static bool HasHexagons(Machine machine) =>
        machine.Dimensions.Width * machine.Dimensions.Height > MostPlaces
        && machine.Geometry.PotentialEthernetChips.All(static board => s_ethernets.Contains((board.X % TriadSize, board.Y % TriadSize)));
}
