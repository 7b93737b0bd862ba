using System.Globalization;
using System.Text;
using System.Xml;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Displays.Pictures;

/// <summary>Writes a picture as SVG. Each cell is a group with the class <c>cell</c>, the class of its style, and its name as <c>data-id</c>.</summary>
internal static class SvgWriter
{
    /// <summary>The fonts, of which the first that a computer has is taken.</summary>
    private const string Fonts = "DejaVu Sans, Verdana, Arial, sans-serif";

    private const string Namespace = "http://www.w3.org/2000/svg";
    private const string Edge = "#8a8a8a";

    /// <summary>Writes it.</summary>
    public static string Write(Scene scene)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" }))
        {
            writer.WriteStartElement("svg", Namespace);
            writer.WriteAttributeString("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Number(scene.Width)} {Number(scene.Height)}"));
            writer.WriteAttributeString("width", Number(scene.Width));
            writer.WriteAttributeString("height", Number(scene.Height));
            writer.WriteAttributeString("font-family", Fonts);
            writer.WriteElementString("title", Namespace, PrintableText.OfLine(scene.Title));
            writer.WriteStartElement("rect", Namespace);
            writer.WriteAttributeString("class", "paper");
            writer.WriteAttributeString("width", "100%");
            writer.WriteAttributeString("height", "100%");
            writer.WriteAttributeString("fill", "#ffffff");
            writer.WriteEndElement();
            foreach (SceneCell cell in scene.Cells)
                Write(writer, cell, scene.MarkSize);
            foreach (SceneLine line in scene.Lines)
                Write(writer, line);
            foreach (SceneText line in scene.Texts)
                Write(writer, line, "label", "#1a1a1a");

            writer.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Write(XmlWriter writer, SceneCell cell, double size)
    {
        CellColours colours = CellColours.Of(cell.Style);
        writer.WriteStartElement("g", Namespace);
        writer.WriteAttributeString("class", $"cell {colours.Name}");
        writer.WriteAttributeString("data-id", cell.Id);
        if (cell.About.Length > 0)
            writer.WriteElementString("title", Namespace, PrintableText.OfLine(cell.About));

        writer.WriteStartElement("polygon", Namespace);
        writer.WriteAttributeString("points", string.Join(' ', cell.Outline.Select(static corner => $"{Number(corner.X)},{Number(corner.Y)}")));
        writer.WriteAttributeString("fill", colours.Fill);
        writer.WriteAttributeString("stroke", Edge);
        writer.WriteEndElement();
        ScenePoint middle = cell.Middle;
        Write(writer, new SceneText(middle with { Y = middle.Y + (size * 0.36) }, cell.Mark, size, IsMiddle: true), "mark", colours.Ink);
        writer.WriteEndElement();
    }

    private static void Write(XmlWriter writer, SceneLine line)
    {
        writer.WriteStartElement("line", Namespace);
        writer.WriteAttributeString("x1", Number(line.From.X));
        writer.WriteAttributeString("y1", Number(line.From.Y));
        writer.WriteAttributeString("x2", Number(line.To.X));
        writer.WriteAttributeString("y2", Number(line.To.Y));
        writer.WriteAttributeString("stroke", line.Colour);
        writer.WriteAttributeString("stroke-width", Number(line.Thickness));
        writer.WriteAttributeString("stroke-linecap", "round");
        writer.WriteEndElement();
    }

    private static void Write(XmlWriter writer, SceneText text, string kind, string ink)
    {
        writer.WriteStartElement("text", Namespace);
        writer.WriteAttributeString("class", kind);
        writer.WriteAttributeString("x", Number(text.Place.X));
        writer.WriteAttributeString("y", Number(text.Place.Y));
        writer.WriteAttributeString("font-size", Number(text.Size));
        writer.WriteAttributeString("fill", ink);
        if (text.IsMiddle)
            writer.WriteAttributeString("text-anchor", "middle");
        if (text.IsBold)
            writer.WriteAttributeString("font-weight", "bold");

        writer.WriteString(PrintableText.OfLine(text.Text));
        writer.WriteEndElement();
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
