using System.Diagnostics.CodeAnalysis;
using System.Text;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>Writes text without control characters, so that text from a board, a file or the command line cannot move the cursor.</summary>
internal sealed class PrintableWriter(TextWriter writer) : TextWriter
{
    public override Encoding Encoding => writer.Encoding;

    [AllowNull]
    public override string NewLine
    {
        get => writer.NewLine;
        set => writer.NewLine = value;
    }

    public override void Write(char value) => writer.Write(IsKept(value) ? value : PrintableText.Replacement);

    public override void Write(char[] buffer, int index, int count) => writer.Write(Clean(new string(buffer, index, count)));

    public override void Write(ReadOnlySpan<char> buffer) => writer.Write(Clean(buffer.ToString()));

    public override void Write(string? value) => writer.Write(Clean(value));

    public override void WriteLine(string? value) => writer.WriteLine(Clean(value));

    public override Task WriteAsync(char value) => writer.WriteAsync(IsKept(value) ? value : PrintableText.Replacement);

    public override Task WriteAsync(string? value) => writer.WriteAsync(Clean(value));

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) => writer.WriteAsync(Clean(buffer.ToString()));

    public override Task WriteLineAsync() => writer.WriteLineAsync();

    public override Task WriteLineAsync(string? value) => writer.WriteLineAsync(Clean(value));

    public override void Flush() => writer.Flush();

    public override Task FlushAsync() => writer.FlushAsync();

    public override Task FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken);

    public override string ToString() => writer.ToString()!;

    // Lines end with two characters on Windows.
    private static string? Clean(string? text) =>
        text is null ? null : PrintableText.OfLines(OperatingSystem.IsWindows() ? text.ReplaceLineEndings("\n") : text);

    // A surrogate is half of a character, and the two halves may be written one at a time.
    private static bool IsKept(char value) => char.IsSurrogate(value) || value is '\r' || PrintableText.OfLines(value.ToString()) is [var same] && same == value;
}
