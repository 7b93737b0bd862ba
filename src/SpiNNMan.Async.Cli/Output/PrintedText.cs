using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Shows the text that cores printed. Each line starts with the name of its core.</summary>
internal sealed class PrintedText(TextWriter output)
{
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
            await output.WriteAsync(prefix + lines[index] + (isLast ? "" : "\n"));
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
}
