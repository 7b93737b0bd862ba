using System.Globalization;
using SpiNNMan.Async.Cli.Displays.HexagonalMaps;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>Draws a machine: its boards as hexagons, or its chips as a grid with an outline round each board; or the chips of one board.</summary>
/// <param name="look">The machine.</param>
/// <param name="mode">The content.</param>
/// <param name="matches">Whether a chip is to be seen; others are shown dim.</param>
internal sealed class MapPicture(MachineLook look, TopMode mode, Func<HealthResult.WatchedChip, bool> matches)
{
    private const int TriadSize = MachineGeometry.TriadSize;
    private const int CellWidth = 4;
    private const int Margin = 4;
    private const string Chosen = "reverse";
    private const string Outline = "grey";

    /// <summary>The boards of a machine of triads by their places; none of a smaller machine.</summary>
    public static LogicalBoard? PlaceOf(MachineLook look, ChipLocation ethernet)
    {
        if (look.Health.Width < TriadSize || look.Health.Height < TriadSize)
            return null;

        int z = (ethernet.X % TriadSize, ethernet.Y % TriadSize) switch { (0, 0) => 0, (8, 4) => 1, (4, 8) => 2, _ => -1 };
        return z < 0 ? null : new LogicalBoard(ethernet.X / TriadSize, ethernet.Y / TriadSize, z);
    }

    /// <summary>Draws the boards as hexagons, or a letter for each if there is no room for these.</summary>
    /// <param name="room">How many columns there are.</param>
    /// <param name="chosen">The board that is chosen.</param>
    /// <returns>The lines, and the one with the chosen board. Nothing if there is no room, or if the machine has no triads.</returns>
    public (IReadOnlyList<TextLine> Lines, int Chosen)? DrawBoards(int room, ChipLocation? chosen)
    {
        var boards = new Dictionary<LogicalBoard, ChipLocation>();
        foreach (ChipLocation board in look.Boards)
        {
            if (PlaceOf(look, board) is not { } place)
                return null;

            boards[place] = board;
        }

        int width = (look.Health.Width + TriadSize - 1) / TriadSize;
        int height = (look.Health.Height + TriadSize - 1) / TriadSize;
        var map = new HexagonalMap(width, height, LookOf, []);
        if (boards.Count == 0 || map.Draw(room) is not { } drawing)
            return null;

        int line = 0;
        if (chosen is { } board1 && PlaceOf(look, board1) is { } at)
        {
            (line, int column, int columns) = drawing.PlaceOf(at);
            for (int index = column; index < column + columns; index++)
                drawing.Lines[line][index].Style = $"{drawing.Lines[line][index].Style} {Chosen}".Trim();
        }

        return ([.. drawing.Lines.Select(ToLine)], line);

        MapBoard LookOf(LogicalBoard place)
        {
            if (!boards.TryGetValue(place, out ChipLocation board))
                return new MapBoard(" ", "dim");

            HealthResult.WatchedChip[] chips = [.. look.ChipsOf(board)];
            HealthResult.WatchedChip[] seen = [.. chips.Where(matches)];
            if (seen.Length == 0)
                return new MapBoard(Marks.Nothing, "dim", Number(place));

            (string mark, string? style) = Marks.Of(mode, look, board, seen);
            return new MapBoard(mark, style, Number(place));
        }

        int Number(LogicalBoard place) => (place.Z * width * height) + (place.Y * width) + place.X;
    }

    /// <summary>Draws every chip as one sign, with lines between the boards.</summary>
    /// <returns>The lines, and the one with the chosen chip. Nothing if there is no room.</returns>
    public (IReadOnlyList<TextLine> Lines, int Chosen)? DrawChips(int room, ChipLocation? chosen)
    {
        (int width, int height) = (look.Health.Width, look.Health.Height);
        if ((2 * width) + Margin > room)
            return null;

        var lines = new List<TextLine>();
        for (int y = height - 1; y >= 0; y--)
        {
            TextLine line = TextLine.Of(string.Create(CultureInfo.InvariantCulture, $"{y,3} "), Outline);
            for (int x = 0; x < width; x++)
            {
                var place = new ChipLocation(x, y);
                (string mark, string? style) = MarkOf(place);
                line.Add(Side(place), Outline).Add(mark[..1], place == chosen ? $"{style} {Chosen}".Trim() : IsAbove(place) ? $"{style} underline".Trim() : style);
            }

            lines.Add(line);
        }

        lines.Add(TextLine.Of("    " + string.Concat(Enumerable.Range(0, width).Select(static x => x % 4 == 0 ? string.Create(CultureInfo.InvariantCulture, $" {x,-7}") : ""))[..Math.Max(0, 2 * width)].TrimEnd(), Outline));
        return (lines, chosen is { } at ? height - 1 - at.Y : 0);
    }

    /// <summary>Draws the chips of one board.</summary>
    /// <param name="ethernet">The board.</param>
    /// <param name="chosen">The chip that is chosen.</param>
    /// <returns>The lines, and the one with the chosen chip.</returns>
    public (IReadOnlyList<TextLine> Lines, int Chosen) DrawBoard(ChipLocation ethernet, ChipLocation? chosen)
    {
        Dictionary<(int X, int Y), HealthResult.WatchedChip> chips = look.ChipsOf(ethernet).ToDictionary(chip => look.OnBoard(ethernet, new ChipLocation(chip.X, chip.Y)));
        int width = chips.Keys.Max(static place => place.X) + 1;
        int height = chips.Keys.Max(static place => place.Y) + 1;
        var lines = new List<TextLine>();
        int line = 0;
        for (int y = height - 1; y >= 0; y--)
        {
            var row = new TextLine();
            for (int x = 0; x < width; x++)
            {
                // Boards have slanted edges: places without a chip stay empty.
                if (!chips.TryGetValue((x, y), out HealthResult.WatchedChip? chip))
                {
                    row.Add(chips.ContainsKey((x - 1, y)) ? "|" : " ", Outline).Add("   ");
                    continue;
                }

                var place = new ChipLocation(chip.X, chip.Y);
                (string mark, string? style) = MarkOf(place);
                string border = chips.ContainsKey((x - 1, y)) ? " " : "|";
                row.Add(border, Outline).Add(mark.PadLeft(CellWidth - 1), place == chosen ? $"{style} {Chosen}".Trim() : style);
                if (place == chosen)
                    line = lines.Count;
            }

            lines.Add(chips.ContainsKey((width - 1, y)) ? row.Add("|", Outline) : row);
        }

        return (lines, line);
    }

    private (string Mark, string? Style) MarkOf(ChipLocation place)
    {
        if (look.ChipAt(place) is not { } chip)
            return (" ", null);

        return matches(chip) ? Marks.Of(mode, look, new ChipLocation(chip.BoardX, chip.BoardY), [chip]) : (Marks.Nothing, "dim");
    }

    private string Side(ChipLocation place)
    {
        if (BoardOf(place) != BoardOf(place.X - 1, place.Y))
            return "|";

        return IsAbove(place) && (place.X == 0 || IsAbove(new ChipLocation(place.X - 1, place.Y))) ? "_" : " ";
    }

    /// <summary>Whether the chip below is on another board.</summary>
    private bool IsAbove(ChipLocation place) => BoardOf(place) is not null && BoardOf(place) != BoardOf(place.X, place.Y - 1);

    private ChipLocation? BoardOf(int x, int y) => x < 0 || y < 0 ? null : BoardOf(new ChipLocation(x, y));

    private ChipLocation? BoardOf(ChipLocation place) => look.ChipAt(place) is { } chip ? new ChipLocation(chip.BoardX, chip.BoardY) : null;

    private static TextLine ToLine((char Sign, string? Style)[] signs)
    {
        var line = new TextLine();
        for (int begin = 0; begin < signs.Length;)
        {
            int end = begin + 1;
            while (end < signs.Length && string.Equals(signs[end].Style, signs[begin].Style, StringComparison.Ordinal))
                end++;

            line.Add(new string([.. signs[begin..end].Select(static cell => cell.Sign)]), signs[begin].Style);
            begin = end;
        }

        return line;
    }
}
