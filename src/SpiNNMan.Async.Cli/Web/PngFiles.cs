using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Web.Pictures;

namespace SpiNNMan.Async.Cli.Web;

/// <summary>Draws pictures as PNG.</summary>
internal static class PngFiles
{
    private const string Edge = "#8a8a8a";
    private const string Ink = "#1a1a1a";

    /// <summary>Draws one.</summary>
    /// <returns>The content of the file.</returns>
    public static byte[] Draw(Scene scene)
    {
        using var picture = new PngPicture(scene.Width, scene.Height);
        foreach (SceneCell cell in scene.Cells)
        {
            CellColours colours = CellColours.Of(cell.Style);
            ScenePoint middle = cell.Middle;
            picture.AddPolygon([.. cell.Outline.Select(static corner => (corner.X, corner.Y))], colours.Fill, Edge);
            picture.AddText(middle.X, middle.Y + (scene.MarkSize * 0.36), cell.Mark, scene.MarkSize, colours.Ink, isMiddle: true, isBold: false);
        }

        foreach (SceneLine line in scene.Lines)
            picture.AddLine((line.From.X, line.From.Y), (line.To.X, line.To.Y), line.Thickness, line.Colour);
        foreach (SceneText text in scene.Texts)
            picture.AddText(text.Place.X, text.Place.Y, PrintableText.OfLine(text.Text), text.Size, Ink, text.IsMiddle, text.IsBold);

        return picture.ToArray();
    }
}
