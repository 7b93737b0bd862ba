using System.Text;
using Spectre.Console;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Displays.HexagonalMaps;

/// <summary>A map of a machine of triads: a hexagon for each board, with an outline round each group of boards, and a sign on each link that does not work.</summary>
/// <remarks>
/// It needs no colours to be read. A board leads to its neighbours through the six sides of its hexagon; the boards at the edges of a machine that goes round are neighbours of those at the opposite edge.
/// </remarks>
internal sealed class HexagonalMap
{
    private const int Pitch = 4;
    private const int SideOfMark = 3;
    private const char DeadLink = 'x';
    private const string DeadStyle = "bold red";
    private const string FreeStyle = "dim";

    /// <summary>The signs at the sides, and where each begins: lines down and columns to the right of the upper left corner of the hexagon.</summary>
    private static readonly (string Sign, int Line, int Column)[] s_sides = [("/", 2, 4), ("\\", 1, 4), ("___", 0, 1), ("/", 1, 0), ("\\", 2, 0), ("___", 2, 1)];

    private readonly Dictionary<MapPlace, MapBoard> _boards = [];
    private readonly HashSet<(MapPlace Place, int Link)> _deadLinks = [];
    private readonly int _left;
    private readonly int _top;

    /// <param name="width">The triads across.</param>
    /// <param name="height">The triads up.</param>
    /// <param name="look">The letters and the colour of a board.</param>
    /// <param name="deadLinks">Links that do not work. It suffices to name one end of each.</param>
    public HexagonalMap(int width, int height, Func<LogicalBoard, MapBoard> look, IEnumerable<DeadBoardLink> deadLinks)
    {
        foreach (LogicalBoard board in All(width, height))
            _boards[MapPlace.Of(board)] = look(board);

        foreach (DeadBoardLink link in deadLinks)
        {
            var place = MapPlace.Of(link.Board);
            _deadLinks.Add((place, link.Direction));
            _deadLinks.Add((MapPlace.Of(place.Next(link.Direction).ToBoard(width, height)), (link.Direction + (MapPlace.Links / 2)) % MapPlace.Links));
        }

        _left = _boards.Keys.Min(static place => place.Column);
        _top = _boards.Keys.Max(static place => place.Row);
    }

    /// <summary>All boards of a machine.</summary>
    public static IEnumerable<LogicalBoard> All(int width, int height) =>
        from y in Enumerable.Range(0, height)
        from x in Enumerable.Range(0, width)
        from z in Enumerable.Range(0, SideOfMark)
        select new LogicalBoard(x, y, z);

    /// <summary>Writes the map: with hexagons, or with a letter for each board if the terminal is too narrow for these.</summary>
    /// <returns>Whether the terminal is wide enough for either.</returns>
    public bool WriteTo(IAnsiConsole console)
    {
        if (Draw(console.Profile.Width) is not { } drawing)
            return false;

        Write(console, drawing.Lines);
        return true;
    }

    /// <summary>Draws the map: with hexagons, or with a letter for each board if there is no room for these.</summary>
    /// <param name="room">How many columns there are.</param>
    /// <returns><see langword="null"/> if there is no room for either.</returns>
    public MapDrawing? Draw(int room)
    {
        int columns = _boards.Keys.Max(static place => place.Column) - _left + 1;
        if ((Pitch * columns) + 1 <= room)
        {
            return new MapDrawing(DrawHexagons(columns), board =>
            {
                var place = MapPlace.Of(board);
                return (_top - place.Row + 1, (Pitch * (place.Column - _left)) + 1, SideOfMark);
            });
        }

        if ((2 * columns) - 1 > room)
            return null;

        return new MapDrawing(DrawLetters(columns), board =>
        {
            var place = MapPlace.Of(board);
            return (_top - place.Row, 2 * (place.Column - _left), 1);
        });
    }

    /// <summary>Whether two boards are of one group, so that there is no line between them.</summary>
    private bool AreTogether(MapBoard board, MapPlace other) => board.Group is not null && _boards.TryGetValue(other, out MapBoard neighbour) && neighbour.Group == board.Group;

    private (char Sign, string? Style)[][] DrawHexagons(int columns)
    {
        (char, string?)[][] lines = CreateLines(_top - _boards.Keys.Min(static place => place.Row) + SideOfMark, (Pitch * columns) + 1);

        // Outlines of groups go over those of free boards.
        foreach ((MapPlace place, MapBoard board) in _boards.OrderBy(static entry => entry.Value.Group is not null))
        {
            (int line, int column) = (_top - place.Row, Pitch * (place.Column - _left));
            for (int link = 0; link < MapPlace.Links; link++)
            {
                (string sign, int down, int right) = s_sides[link];
                if (!AreTogether(board, place.Next(link)))
                    Put(lines[line + down], column + right, sign, board.Group is null ? FreeStyle : $"bold {board.Style}".TrimEnd());
            }

            Put(lines[line + 1], column + 1 + ((SideOfMark - board.Mark.Length) / 2), board.Mark, board.Style);
        }

        foreach ((MapPlace place, int link) in _deadLinks.Where(end => _boards.ContainsKey(end.Place)))
        {
            (string sign, int down, int right) = s_sides[link];
            Put(lines[_top - place.Row + down], (Pitch * (place.Column - _left)) + right + (sign.Length / 2), $"{DeadLink}", DeadStyle);
        }

        return lines;
    }

    private (char Sign, string? Style)[][] DrawLetters(int columns)
    {
        (char, string?)[][] lines = CreateLines(_top - _boards.Keys.Min(static place => place.Row) + 1, (2 * columns) - 1);
        foreach ((MapPlace place, MapBoard board) in _boards)
            Put(lines[_top - place.Row], 2 * (place.Column - _left), board.Mark[..1], board.Style);

        return lines;
    }

    private static (char Sign, string? Style)[][] CreateLines(int count, int width) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Repeat((' ', (string?)null), width).ToArray())];

    private static void Put((char Sign, string? Style)[] line, int column, string signs, string? style)
    {
        for (int index = 0; index < signs.Length; index++)
            line[column + index] = (signs[index], style);
    }

    private static void Write(IAnsiConsole console, (char Sign, string? Style)[][] lines)
    {
        foreach ((char Sign, string? Style)[] line in lines)
        {
            int length = Array.FindLastIndex(line, static cell => cell.Sign != ' ') + 1;
            var markup = new StringBuilder();
            for (int begin = 0; begin < length;)
            {
                int end = begin + 1;
                while (end < length && string.Equals(line[end].Style, line[begin].Style, StringComparison.Ordinal))
                    end++;

                markup.Append(new Cell(new string([.. line[begin..end].Select(static cell => cell.Sign)]), line[begin].Style).Fill(0, isRight: false));
                begin = end;
            }

            console.MarkupLine(markup.ToString());
        }
    }
}
