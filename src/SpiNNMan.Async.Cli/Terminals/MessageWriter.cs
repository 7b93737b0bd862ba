using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>Writes messages to standard error: as lines of text or, for programs, as lines of JSON.</summary>
internal sealed class MessageWriter(TextWriter writer) : TextWriter
{
    /// <summary>The version of the schemas of everything that is written as JSON.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The beginning of a line that tells of an error.</summary>
    public const string ErrorPrefix = "spinnman: ";

    private const string WarningPrefix = "warning: ";

    private readonly StringBuilder _line = new();
    private readonly Lock _lock = new();

    /// <summary>Whether lines are written as JSON.</summary>
    public bool WritesJson { get; set; }

    public override Encoding Encoding => writer.Encoding;

    /// <summary>Writes the error that ends a command.</summary>
    public Task WriteErrorAsync(string message, string kind, int exitCode) => WritesJson
        ? writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Begin("error", message)},\"errorKind\":\"{kind}\",\"exitCode\":{exitCode}}}"))
        : writer.WriteLineAsync(ErrorPrefix + message);

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => writer.Write(Convert(value));

    public override void WriteLine(string? value)
    {
        if (WritesJson)
            Write(value + "\n");
        else
            writer.WriteLine(value);
    }

    public override void WriteLine() => WriteLine("");

    public override Task WriteAsync(char value) => WriteAsync(value.ToString());

    public override Task WriteAsync(string? value) => writer.WriteAsync(Convert(value));

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) => WriteAsync(buffer.ToString());

    public override Task WriteLineAsync() => WriteLineAsync("");

    public override Task WriteLineAsync(string? value) => WritesJson ? WriteAsync(value + "\n") : writer.WriteLineAsync(value);

    public override void Flush() => writer.Flush();

    public override Task FlushAsync() => writer.FlushAsync();

    public override Task FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken);

    public override string ToString() => writer.ToString()!;

    /// <summary>Text as it is or, as JSON, a document for each line that has ended.</summary>
    private string? Convert(string? text)
    {
        if (!WritesJson || text is null)
            return text;

        var documents = new StringBuilder();
        lock (_lock)
        {
            foreach (char letter in text)
            {
                if (letter != '\n')
                {
                    _line.Append(letter);
                    continue;
                }

                string line = _line.ToString().TrimEnd();
                _line.Clear();
                if (line.Length > 0)
                    documents.Append(DocumentOf(line)).Append('\n');
            }
        }

        return documents.ToString();
    }

    private static string DocumentOf(string line)
    {
        if (line.StartsWith(ErrorPrefix, StringComparison.Ordinal))
            return Begin("error", line[ErrorPrefix.Length..]) + "}";

        return (line.StartsWith(WarningPrefix, StringComparison.Ordinal) ? Begin("warning", line[WarningPrefix.Length..]) : Begin("note", line)) + "}";
    }

    private static string Begin(string level, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"schemaVersion\":{SchemaVersion},\"level\":\"{level}\",\"message\":\"{JsonEncodedText.Encode(message, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
}
