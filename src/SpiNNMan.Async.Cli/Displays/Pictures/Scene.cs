namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>A picture of a machine: cells, and lines and text round them. It is drawn as SVG, as PNG and on the page, always the same.</summary>
/// <param name="Title">A line about the picture.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
internal sealed record Scene(string Title, double Width, double Height)
{
    private const double Gap = 18;
    private const double TitleSize = 16;
    private const double LegendSize = 12;
    private const double LineHeight = 18;
    private const double WidthOfLetter = 0.62;

    /// <summary>The boards or chips.</summary>
    public IReadOnlyList<SceneCell> Cells { get; init; } = [];

    /// <summary>The lines, above the cells.</summary>
    public IReadOnlyList<SceneLine> Lines { get; init; } = [];

    /// <summary>The text round the cells.</summary>
    public IReadOnlyList<SceneText> Texts { get; init; } = [];

    /// <summary>How large the marks are.</summary>
    public double MarkSize { get; init; } = 12;

    /// <summary>The same picture with its title above it, and some lines below it.</summary>
    public Scene WithText(params IEnumerable<string> below)
    {
        string[] lines = [.. below];
        double width = Math.Max(Width, Math.Max(WidthOf(Title, TitleSize), lines.Select(static line => WidthOf(line, LegendSize)).DefaultIfEmpty().Max()) + (2 * Gap));
        Scene moved = Move((width - Width) / 2, Gap + LineHeight);
        IEnumerable<SceneText> texts = lines.Select((line, number) => new SceneText(new ScenePoint(Gap, moved.Height + (LineHeight * (number + 0.7))), line, LegendSize));
        return moved with
        {
            Width = width,
            Height = moved.Height + (LineHeight * lines.Length) + (lines.Length > 0 ? Gap / 2 : 0),
            Texts = [new SceneText(new ScenePoint(Gap, Gap + 6), Title, TitleSize, IsBold: true), .. moved.Texts, .. texts],
        };
    }

    /// <summary>Some pictures, one below the other.</summary>
    public static Scene Stack(string title, params IReadOnlyList<Scene> scenes)
    {
        double down = 0;
        var moved = new List<Scene>();
        foreach (Scene scene in scenes)
        {
            moved.Add(scene.Move(0, down));
            down += scene.Height;
        }

        return new Scene(title, scenes.Max(static scene => scene.Width), down)
        {
            Cells = [.. moved.SelectMany(static scene => scene.Cells)],
            Lines = [.. moved.SelectMany(static scene => scene.Lines)],
            Texts = [.. moved.SelectMany(static scene => scene.Texts)],
            MarkSize = scenes[0].MarkSize,
        };
    }

    private Scene Move(double right, double down)
    {
        return this with
        {
            Height = Height + down,
            Cells = [.. Cells.Select(cell => cell with { Outline = [.. cell.Outline.Select(Moved)] })],
            Lines = [.. Lines.Select(line => line with { From = Moved(line.From), To = Moved(line.To) })],
            Texts = [.. Texts.Select(text => text with { Place = Moved(text.Place) })],
        };

        ScenePoint Moved(ScenePoint point) => new(point.X + right, point.Y + down);
    }

    private static double WidthOf(string text, double size) => text.Length * size * WidthOfLetter;
}
