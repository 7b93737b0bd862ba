using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;
using SpiNNMan.Async.Cli.Displays.HexagonalMaps;
using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Tests.Watching;
using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Cli.Web;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Tests.Pictures;

/// <summary>Pictures in files.</summary>
internal sealed class SceneTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Test]
    public void As_SVG_it_has_every_cell_with_its_mark()
    {
        Scene scene = SceneOf(TopMode.Errors);

        XElement svg = XDocument.Parse(SvgWriter.Write(scene)).Root!;

        XElement[] cells = [.. svg.Elements(s_svg + "g")];
        Assert.That(cells, Has.Length.EqualTo(144));
        XElement failed = cells.Single(static cell => string.Equals(cell.Attribute("data-id")!.Value, "3,2", StringComparison.Ordinal));
        Assert.That((failed.Attribute("class")!.Value, failed.Element(s_svg + "text")!.Value), Is.EqualTo(("cell red", "!1")));
        Assert.That(failed.Element(s_svg + "title")!.Value, Does.Contain("chip 3,2: 15 Idle, 1 RunTimeException"));
    }

    [Test]
    public void As_PNG_it_is_as_large_and_its_text_can_be_seen()
    {
        Scene scene = SceneOf(TopMode.Errors).WithText("the legend");
        using SKBitmap picture = SKBitmap.Decode(PngFiles.Draw(scene));
        using SKBitmap without = SKBitmap.Decode(PngFiles.Draw(scene with { Texts = [], Cells = [.. scene.Cells.Select(static cell => cell with { Mark = "" })] }));

        Assert.That((picture.Width, picture.Height), Is.EqualTo(((int)Math.Ceiling(2 * scene.Width), (int)Math.Ceiling(2 * scene.Height))));

        // The title, in a strip above the map.
        Assert.That(CountDark(picture, 0, 60), Is.GreaterThan(500));
        Assert.That(CountDark(without, 0, 60), Is.Zero);
        SceneCell failed = scene.Cells.Single(static cell => string.Equals(cell.Id, "3,2", StringComparison.Ordinal));
        Assert.That(CountLight(picture, failed), Is.GreaterThan(40), "the mark is white on red");
        Assert.That(CountLight(without, failed), Is.Zero);
    }

    [Test]
    public void Letters_differ()
    {
        byte[][] pictures = [.. "0123456789!xRSPE".Select(static letter => PngFiles.Draw(new Scene("", 40, 40) { Texts = [new SceneText(new ScenePoint(10, 30), $"{letter}", 20)] }))];

        Assert.That(pictures.Select(Convert.ToBase64String).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(16), "none of them is the box of a font that lacks it");
    }

    [TestCase("orangered1", "deeppink3")]
    [TestCase("orangered1", "bold red")]
    public void Without_colours_worse_is_darker(string other, string worst)
    {
        string[] styles = ["dim", "green", "yellow", "darkorange", other, worst];

        double[] lightness = [.. styles.Select(static style => LightnessOf(CellColours.Of(style).Fill))];

        Assert.That(lightness, Is.Ordered.Descending);
        Assert.That(lightness.Zip(lightness.Skip(1), static (light, dark) => light - dark), Is.All.GreaterThan(8));
    }

    [TestCase("plain"), TestCase("dim"), TestCase("green"), TestCase("aqua"), TestCase("yellow"), TestCase("blue"), TestCase("fuchsia"), TestCase("olive"), TestCase("teal"), TestCase("purple"), TestCase("darkorange"), TestCase("orangered1"), TestCase("deeppink3"), TestCase("red")]
    public void Marks_stand_out(string style)
    {
        CellColours colours = CellColours.Of(style);
        double[] lights = [Luminance(colours.Fill), Luminance(colours.Ink)];

        Assert.That((lights.Max() + 0.05) / (lights.Min() + 0.05), Is.GreaterThan(4.5), "as the guidelines for accessible pages want it");
    }

    [Test]
    public void Neighbouring_hexagons_share_a_side()
    {
        var middle = new MapPlace(0, 0);
        for (int link = 0; link < MapPlace.Links; link++)
        {
            MapPlace other = middle.Next(link);
            Scene scene = HexagonScene.Of("", [Board(middle, 1), Board(other, 2)], [(middle, link)]);

            IEnumerable<(double, double)> shared = Rounded(scene.Cells[0]).Intersect(Rounded(scene.Cells[1]));
            SceneLine dead = scene.Lines.First(static line => line.Colour is "#a01c1c");
            Assert.That(shared, Is.EquivalentTo(new[] { Round(dead.From), Round(dead.To) }), $"link {link}");
        }
    }

    [Test]
    public void Boards_of_one_group_have_one_outline()
    {
        var middle = new MapPlace(0, 0);

        Scene together = HexagonScene.Of("", [Board(middle, 1), Board(middle.Next(0), 1)], []);
        Scene apart = HexagonScene.Of("", [Board(middle, 1), Board(middle.Next(0), 2)], []);

        Assert.That((together.Lines.Count, apart.Lines.Count), Is.EqualTo((10, 12)));
    }

    [Test]
    public void Twelve_hundred_boards_fit()
    {
        var look = new MachineLook(Looks.Of(20, 20));
        Scene scene = new LookScenes(look, TopMode.State).DrawBoards()!.WithText("legend");

        using SKBitmap picture = SKBitmap.Decode(PngFiles.Draw(scene));

        Assert.That(scene.Cells, Has.Count.EqualTo(1200));
        Assert.That(picture.Width, Is.InRange(1000, 8192));
        Assert.That(SvgWriter.Write(scene).Length, Is.LessThan(1_000_000));
    }

    private static Scene SceneOf(TopMode mode) => new LookScenes(new MachineLook(Looks.Of(1, 1, static chip => chip.IsAt(3, 2) ? chip.With(5, CoreState.RunTimeException) : chip)), mode).DrawChips();

    private static HexagonBoard Board(MapPlace place, int group) => new(place, $"{place.Column},{place.Row}", new MapBoard("A", "green", group), "");

    private static IEnumerable<(double, double)> Rounded(SceneCell cell) => cell.Outline.Select(Round);

    private static (double, double) Round(ScenePoint point) => (Math.Round(point.X, 3), Math.Round(point.Y, 3));

    private static int CountDark(SKBitmap picture, int from, int to) =>
        Enumerable.Range(from, to - from).Sum(y => Enumerable.Range(0, picture.Width).Count(x => picture.GetPixel(x, y).Red < 100));

    private static int CountLight(SKBitmap picture, SceneCell cell)
    {
        int left = (int)(2 * cell.Outline.Min(static corner => corner.X)) + 4;
        int top = (int)(2 * cell.Outline.Min(static corner => corner.Y)) + 4;
        return Enumerable.Range(top, 50).Sum(y => Enumerable.Range(left, 50).Count(x => picture.GetPixel(x, y).Green > 200));
    }

    private static double[] Parts(string colour) => [.. Enumerable.Range(0, 3).Select(part => int.Parse(colour.AsSpan(1 + (2 * part), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)];

    private static double Luminance(string colour)
    {
        double[] linear = [.. Parts(colour).Select(static part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    private static double LightnessOf(string colour) => (116 * Math.Cbrt(Luminance(colour))) - 16;
}
