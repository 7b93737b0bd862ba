using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>The lines of several clients and a real server.</summary>
internal sealed class RecordedSession(IReadOnlyList<RecordedLine> lines)
{
    public static RecordedSession Read()
    {
        using Stream stream = typeof(RecordedSession).Assembly.GetManifestResourceStream("spalloc-classic.jsonl")!;
        using var reader = new StreamReader(stream);
        var lines = new List<RecordedLine>();
        while (reader.ReadLine() is { } line)
        {
            JsonNode record = JsonNode.Parse(line)!;
            string text = (string)record["line"]!;

            // Some are in words: that the connection was closed, or which bytes were sent in pieces.
            if (text.StartsWith('{') && JsonNode.Parse(text) is JsonObject parsed)
                lines.Add(new RecordedLine((string)record["client"]!, (string)record["dir"]! is ">", parsed));
        }

        return new RecordedSession(lines);
    }

    /// <summary>The lines of one client, in their order.</summary>
    public IReadOnlyList<RecordedLine> Of(string client) => [.. lines.Where(line => string.Equals(line.Client, client, StringComparison.Ordinal))];

    /// <summary>The value that a command of client a was answered with, the first time being 0.</summary>
    public T AnswerTo<T>(string command, JsonTypeInfo<T> type, int time)
    {
        IReadOnlyList<RecordedLine> all = Of("a");
        int place = all.Select(static (line, index) => (line, index)).Where(one => one.line.IsCommand && string.Equals((string?)one.line.Line["command"], command, StringComparison.Ordinal)).ElementAt(time).index;
        return all.Skip(place + 1).First(static line => line.Line.ContainsKey("return")).Line["return"].Deserialize(type)!;
    }
}
