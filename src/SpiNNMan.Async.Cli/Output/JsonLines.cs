using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Writes results as JSON, for programs.</summary>
internal static class JsonLines
{
    /// <summary>Writes a result as one line of JSON.</summary>
    public static Task WriteJsonAsync<T>(this Terminal terminal, T result, JsonTypeInfo<T> type) =>
        terminal.Out.WriteLineAsync(JsonSerializer.Serialize(result, type));
}
