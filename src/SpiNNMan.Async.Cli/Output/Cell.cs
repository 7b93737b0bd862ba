using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Text in a table, of one line and without control characters, with the style it has on a terminal with colours.</summary>
internal readonly record struct Cell
{
    /// <param name="text">The text. Characters that are not printable are replaced.</param>
    /// <param name="style">The style, for example <c>green</c>; <see langword="null"/> for none.</param>
    public Cell(string text, string? style = null)
    {
        Text = PrintableText.OfLine(text);
        Style = style;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The style; <see langword="null"/> for none.</summary>
    public string? Style { get; }

    /// <summary>How many columns of a terminal the text takes. Some characters take two.</summary>
    public int Width => new Segment(Text).CellCount();

    /// <summary>The text as Spectre's markup, filled up with spaces to a width.</summary>
    /// <param name="width">The width; a longer text stays whole.</param>
    /// <param name="isRight">Whether the spaces stand before the text.</param>
    public string Fill(int width, bool isRight)
    {
        string space = new(' ', Math.Max(0, width - Width));
        string text = Markup.Escape(Text);
        string styled = Style is null || text.Length == 0 ? text : $"[{Style}]{text}[/]";
        return isRight ? space + styled : styled + space;
    }

    public static implicit operator Cell(string text) => new(text);
}
