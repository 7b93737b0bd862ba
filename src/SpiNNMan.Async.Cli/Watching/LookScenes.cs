using SpiNNMan.Async.Cli.Displays.HexagonalMaps;
using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>Pictures of a machine at one moment: its boards as hexagons, its chips, or the chips of one board.</summary>
/// <param name="look">The machine.</param>
/// <param name="mode">The content of the marks.</param>
internal sealed class LookScenes(MachineLook look, TopMode mode)
{
    /// <summary>Whether the boards can be drawn as hexagons.</summary>
    public bool HasHexagons => look.Boards.Count > 0 && look.Boards.All(board => MapPicture.PlaceOf(look, board) is not null);

    /// <summary>Draws the boards; <see langword="null"/> if the machine has no triads.</summary>
    public Scene? DrawBoards()
    {
        var boards = new List<HexagonBoard>();
        foreach (ChipLocation board in look.Boards)
        {
            if (MapPicture.PlaceOf(look, board) is not { } place)
                return null;

            (string mark, string? style) = Marks.Of(mode, look, board, [.. look.ChipsOf(board)]);
            boards.Add(new HexagonBoard(MapPlace.Of(place), Name(board), new MapBoard(mark, style), LookText.OfBoard(look, board)));
        }

        return boards.Count == 0 ? null : HexagonScene.Of("The boards of the machine", boards, []);
    }

    /// <summary>Draws every chip where it is in the machine.</summary>
    public Scene DrawChips() => GridScene.Of("The chips of the machine", [.. look.Health.WatchedChips.Select(chip => ToCell(chip, chip.X, chip.Y))]);

    /// <summary>Draws the chips of a board, each where it is on the board.</summary>
    public Scene DrawBoard(ChipLocation ethernet) => GridScene.Of(
        $"The board at chip {ethernet}",
        [.. look.ChipsOf(ethernet).Select(chip => (Chip: chip, Place: look.OnBoard(ethernet, new ChipLocation(chip.X, chip.Y)))).Select(one => ToCell(one.Chip, one.Place.X, one.Place.Y))],
        column => Numbered(ethernet.X + column, look.Health.Width),
        row => Numbered(ethernet.Y + row, look.Health.Height));

    private static string Numbered(int number, int size) => $"{number % size}";

    private static string Name(ChipLocation place) => $"{place.X},{place.Y}";

    private GridCell ToCell(HealthResult.WatchedChip chip, int column, int row)
    {
        var board = new ChipLocation(chip.BoardX, chip.BoardY);
        (string mark, string? style) = Marks.Of(mode, look, board, [chip]);
        return new GridCell(column, row, Name(new ChipLocation(chip.X, chip.Y)), board, mark, style, LookText.OfChip(chip));
    }
}
