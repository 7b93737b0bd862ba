using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Shows what cores printed, each line with its core in front.</summary>
internal sealed class PrintedText(TextWriter output)
{
    private CoreLocation? _lineOf;

    /// <summary>Shows what a core printed. A line that was not ended goes on if the same core does.</summary>
    public async Task ShowAsync(Iobuf text)
    {
        if (text.Text.Length == 0)
            return;

        if (_lineOf != text.Core)
            await EndAsync();

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

    /// <summary>Ends the line that no core has ended.</summary>
    public async Task EndAsync()
    {
        if (_lineOf is not null)
            await output.WriteLineAsync();

        _lineOf = null;
    }
}
