using System.Globalization;

namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>A picture with a square for each chip, and a line round each board.</summary>
internal static class GridScene
{
    private const double Side = 30;
    private const double Margin = 30;
    private const double NumberSize = 10;
    private const double Thick = 2.5;
    private const string OutlineColour = "#1a1a1a";

    /// <summary>Draws cells.</summary>
    /// <param name="title">A line about the picture.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="columns">The texts below the columns; <see langword="null"/> for their numbers.</param>
    /// <param name="rows">The texts beside the rows; <see langword="null"/> for their numbers.</param>
    /// <param name="wide">How much wider than high a cell is.</param>
    public static Scene Of(string title, IReadOnlyCollection<GridCell> cells, Func<int, string>? columns = null, Func<int, string>? rows = null, double wide = 1)
    {
        int width = cells.Max(static cell => cell.Column) + 1;
        int height = cells.Max(static cell => cell.Row) + 1;
        double across = Side * wide;
        columns ??= static column => column.ToString(CultureInfo.InvariantCulture);
        rows ??= static row => row.ToString(CultureInfo.InvariantCulture);
        Dictionary<(int, int), object> groups = cells.ToDictionary(static cell => (cell.Column, cell.Row), static cell => cell.Group);
        double bottom = (Side * height) + (Margin / 2);
        return new Scene(title, Margin + (across * width) + (Margin / 2), bottom + (Margin * 0.7))
        {
            Cells = [.. cells.Select(cell => new SceneCell(cell.Id, Corners(cell.Column, cell.Row), cell.Mark.Trim(), cell.Style, cell.About))],
            Lines = [.. cells.SelectMany(LinesOf).Distinct()],
            Texts =
            [
                .. Enumerable.Range(0, width).Select(column => new SceneText(new ScenePoint(Margin + (across * (column + 0.5)), bottom + NumberSize + 3), columns(column), NumberSize, IsMiddle: true)),
                .. Enumerable.Range(0, height).Select(row => new SceneText(new ScenePoint(Margin / 2, Y(row) - (Side / 2) + (NumberSize * 0.36)), rows(row), NumberSize, IsMiddle: true)),
            ],
        };

        double X(int column) => Margin + (across * column);

        double Y(int row) => bottom - (Side * row);

        ScenePoint[] Corners(int column, int row) => [new(X(column), Y(row)), new(X(column + 1), Y(row)), new(X(column + 1), Y(row + 1)), new(X(column), Y(row + 1))];

        IEnumerable<SceneLine> LinesOf(GridCell cell)
        {
            ScenePoint[] corners = Corners(cell.Column, cell.Row);
            if (IsOther(cell, 0, -1))
                yield return new SceneLine(corners[0], corners[1], Thick, OutlineColour);
            if (IsOther(cell, 1, 0))
                yield return new SceneLine(corners[1], corners[2], Thick, OutlineColour);
            if (IsOther(cell, 0, 1))
                yield return new SceneLine(corners[3], corners[2], Thick, OutlineColour);
            if (IsOther(cell, -1, 0))
                yield return new SceneLine(corners[0], corners[3], Thick, OutlineColour);
        }

        bool IsOther(GridCell cell, int right, int up) => !groups.TryGetValue((cell.Column + right, cell.Row + up), out object? other) || !other.Equals(cell.Group);
    }
}
