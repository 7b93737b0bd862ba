using System.Text;
using Spectre.Console;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Writes text beside a heading. Lines that do not fit go on below the beginning of the text.</summary>
internal static class HangingText
{
    // In less room than this, text is written without breaking lines, and the terminal breaks them.
    private const int LeastRoom = 20;

    /// <summary>Writes a heading and a text.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="heading">The heading, in Spectre's markup. It is filled up with spaces.</param>
    /// <param name="indent">The column in which the text begins.</param>
    /// <param name="text">The text.</param>
    public static void Write(IAnsiConsole console, string heading, int indent, Cell text)
    {
        string begin = heading + new string(' ', Math.Max(0, indent - Markup.Remove(heading).Length));
        foreach (string line in Wrap(text.Text, console.Profile.Width - indent))
        {
            console.MarkupLine((begin + new Cell(line, text.Style).Fill(0, isRight: false)).TrimEnd());
            begin = new string(' ', indent);
        }
    }

    /// <summary>Breaks text between words into lines of a width. A word that is longer stays whole.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        if (width < LeastRoom || new Cell(text).Width <= width)
            return [text];

        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && new Cell(line + " " + word).Width > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }
}
