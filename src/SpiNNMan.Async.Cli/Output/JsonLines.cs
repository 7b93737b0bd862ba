using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Writes results as JSON, for programs.</summary>
internal static class JsonLines
{
    /// <summary>Writes a result as one line of JSON, which begins with the version of the schemas.</summary>
    public static Task WriteJsonAsync<T>(this Terminal terminal, T result, JsonTypeInfo<T> type) => terminal.Out.WriteLineAsync(LineOf(result, type));

    /// <inheritdoc cref="WriteJsonAsync{T}(Terminal, T, JsonTypeInfo{T})"/>
    public static void WriteJson<T>(this Terminal terminal, T result, JsonTypeInfo<T> type) => terminal.Out.WriteLine(LineOf(result, type));

    /// <summary>A result as one line of JSON, without its end.</summary>
    public static string LineOf<T>(T result, JsonTypeInfo<T> type)
    {
        // Only whole documents have a version, and not the documents within them, so it is no property of the results.
        string fields = JsonSerializer.Serialize(result, type)[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{{\"schemaVersion\":{MessageWriter.SchemaVersion}{(fields is "}" ? "" : ",")}{fields}");
    }
}
