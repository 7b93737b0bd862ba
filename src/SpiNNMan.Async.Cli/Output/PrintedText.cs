using Spectre.Console;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Shows the text that cores printed. Each line starts with the name of its core.</summary>
/// <param name="output">The writer of the text.</param>
/// <param name="console">A terminal that shows each core in a colour of its own, instead of the writer; <see langword="null"/> for no colours.</param>
internal sealed class PrintedText(TextWriter output, IAnsiConsole? console = null)
{
    private static readonly Color[] s_colours = [Color.Green, Color.Yellow, Color.Aqua, Color.Fuchsia, Color.Blue, Color.Lime, Color.Olive, Color.Teal, Color.Purple, Color.Orange1, Color.SkyBlue1, Color.Pink1];

    private readonly Dictionary<CoreLocation, Style> _styles = [];
    private CoreLocation? _lineOf;

    /// <summary>Shows text that a core printed. If the last line of the same core has not ended, the text continues it.</summary>
    public async Task ShowAsync(Iobuf text)
    {
        if (text.Text.Length == 0)
            return;

        if (_lineOf != text.Core)
            await EndLineAsync();

        string[] lines = PrintableText.OfLines(text.Text).Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            bool isLast = index == lines.Length - 1;
            if (isLast && lines[index].Length == 0)
                break;

            string prefix = index == 0 && _lineOf == text.Core ? "" : $"{text.Core}: ";
            await WriteAsync(text.Core, prefix + lines[index] + (isLast ? "" : "\n"));
        }

        _lineOf = text.Text.EndsWith('\n') ? null : text.Core;
    }

    /// <summary>Ends the last line if its core has not ended it.</summary>
    public async Task EndLineAsync()
    {
        if (_lineOf is not null)
            await output.WriteLineAsync();

        _lineOf = null;
    }

    private Task WriteAsync(CoreLocation core, string text)
    {
        if (console is null)
            return output.WriteAsync(text);

        if (!_styles.TryGetValue(core, out Style style))
            _styles[core] = style = new Style(s_colours[_styles.Count % s_colours.Length]);

        console.Write(new Text(text, style));
        return Task.CompletedTask;
    }
}
