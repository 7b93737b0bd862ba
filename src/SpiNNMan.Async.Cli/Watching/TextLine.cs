using System.Text;
using Spectre.Console;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>A line of a picture: pieces of text, each with its style, cut at the width of the picture.</summary>
internal sealed class TextLine
{
    private const string Cut = "...";

    private readonly List<(string Text, string? Style)> _pieces = [];

    /// <summary>How many characters it has.</summary>
    public int Length { get; private set; }

    /// <summary>The pieces, each with its style.</summary>
    public IReadOnlyList<(string Text, string? Style)> Pieces => _pieces;

    /// <summary>A line of one piece.</summary>
    public static TextLine Of(string text, string? style = null) => new TextLine().Add(text, style);

    /// <summary>Adds a piece. What cannot be printed is replaced.</summary>
    public TextLine Add(string text, string? style = null)
    {
        string printable = PrintableText.OfLine(text);
        if (printable.Length > 0)
        {
            _pieces.Add((printable, style));
            Length += printable.Length;
        }

        return this;
    }

    /// <summary>Adds the pieces of another line.</summary>
    public TextLine Add(TextLine other)
    {
        foreach ((string text, string? style) in other._pieces)
            Add(text, style);

        return this;
    }

    /// <summary>Fills the line up with spaces.</summary>
    public TextLine PadTo(int width) => Add(new string(' ', Math.Max(0, width - Length)));

    /// <summary>The line with another character in place of one.</summary>
    public TextLine Replace(char old, char replacement)
    {
        var line = new TextLine();
        foreach ((string text, string? style) in _pieces)
            line.Add(text.Replace(old, replacement), style);

        return line;
    }

    /// <summary>A part of the line.</summary>
    public TextLine Slice(int start, int length)
    {
        var part = new TextLine();
        int at = 0;
        foreach ((string text, string? style) in _pieces)
        {
            int from = Math.Clamp(start - at, 0, text.Length);
            int to = Math.Clamp(start + length - at, 0, text.Length);
            part.Add(text[from..to], style);
            at += text.Length;
        }

        return part;
    }

    /// <summary>The line, cut with three dots if it is longer than the width.</summary>
    public TextLine Fit(int width) => Length <= width ? this : width <= Cut.Length ? Slice(0, Math.Max(0, width)) : Slice(0, width - Cut.Length).Add(Cut);

    /// <summary>The text without styles.</summary>
    public override string ToString() => string.Concat(_pieces.Select(static piece => piece.Text)).TrimEnd();

    /// <summary>The text as Spectre's markup.</summary>
    public string ToMarkup()
    {
        var markup = new StringBuilder();
        foreach ((string text, string? style) in _pieces)
            markup.Append(style is null ? Markup.Escape(text) : $"[{style}]{Markup.Escape(text)}[/]");

        return markup.ToString();
    }
}
