using SpiNNMan.Async.Cli.Displays.HexagonalMaps;

namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>A picture with a hexagon for each board, as machines are wired: boards that touch are neighbours.</summary>
internal static class HexagonScene
{
    private const double Radius = 26;
    private const double ColumnWidth = 1.5 * Radius;
    private const double Margin = 12;
    private const double MarkSize = 14;
    private const double Thick = 3;
    private const string OutlineColour = "#1a1a1a";
    private const string DeadColour = "#a01c1c";

    private static readonly double s_rowHeight = Radius * Math.Sqrt(3) / 2;

    /// <summary>The corners of a hexagon, from the right one clockwise.</summary>
    private static readonly ScenePoint[] s_corners =
        [.. Enumerable.Range(0, MapPlace.Links).Select(static corner => new ScenePoint(Radius * Math.Cos(corner * Math.PI / 3), Radius * Math.Sin(corner * Math.PI / 3)))];

    /// <summary>Draws boards.</summary>
    /// <param name="title">A line about the picture.</param>
    /// <param name="boards">The boards. Those of one group have an outline together.</param>
    /// <param name="deadLinks">Links that do not work.</param>
    public static Scene Of(string title, IReadOnlyCollection<HexagonBoard> boards, IEnumerable<(MapPlace Place, int Link)> deadLinks)
    {
        int left = boards.Min(static board => board.Place.Column);
        int top = boards.Max(static board => board.Place.Row);
        Dictionary<MapPlace, HexagonBoard> places = boards.ToDictionary(static board => board.Place);
        var lines = new List<SceneLine>();
        foreach (HexagonBoard board in boards.Where(static board => board.Look.Group is not null))
        {
            for (int link = 0; link < MapPlace.Links; link++)
            {
                if (!places.TryGetValue(board.Place.Next(link), out HexagonBoard other) || other.Look.Group != board.Look.Group)
                    lines.Add(Side(board.Place, link, OutlineColour));
            }
        }

        lines.AddRange(deadLinks.Where(link => places.ContainsKey(link.Place)).SelectMany(link => Cross(Side(link.Place, link.Link, DeadColour))));
        return new Scene(title, (2 * Margin) + (2 * Radius) + (ColumnWidth * (boards.Max(static board => board.Place.Column) - left)), (2 * Margin) + (s_rowHeight * (top - boards.Min(static board => board.Place.Row) + 2)))
        {
            Cells = [.. boards.Select(board => new SceneCell(board.Id, [.. s_corners.Select((_, corner) => Corner(board.Place, corner))], board.Look.Mark.Trim(), board.Look.Style, board.About))],
            Lines = lines,
            MarkSize = MarkSize,
        };

        // The side of a link is between two corners: link 0 leads to the right and down, and links count the other way round.
        SceneLine Side(MapPlace place, int link, string colour) => new(Corner(place, (MapPlace.Links - link) % MapPlace.Links), Corner(place, (MapPlace.Links - link + 1) % MapPlace.Links), Thick, colour);

        ScenePoint Corner(MapPlace place, int corner) =>
            new(Margin + Radius + (ColumnWidth * (place.Column - left)) + s_corners[corner].X, Margin + (s_rowHeight * (top - place.Row + 1)) + s_corners[corner].Y);
    }

    /// <summary>A side with a line across it.</summary>
    private static IEnumerable<SceneLine> Cross(SceneLine side)
    {
        var middle = new ScenePoint((side.From.X + side.To.X) / 2, (side.From.Y + side.To.Y) / 2);
        (double x, double y) = ((side.To.Y - side.From.Y) / 4, (side.From.X - side.To.X) / 4);
        yield return side;
        yield return side with { From = new ScenePoint(middle.X - x, middle.Y - y), To = new ScenePoint(middle.X + x, middle.Y + y) };
    }
}
