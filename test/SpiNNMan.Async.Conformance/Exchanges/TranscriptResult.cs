using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>What came of an operation, and how it compares with what a record says.</summary>
internal sealed class TranscriptResult(Action<Comparison, JsonElement> compare)
{
    /// <summary>The operation has no result.</summary>
    public static TranscriptResult None { get; } = new((comparison, expected) =>
    {
        if (expected.ValueKind != JsonValueKind.Null)
            comparison.Differs($"result: expected {expected.GetRawText()}, got none");
    });

    /// <summary>A result in the notation of the records.</summary>
    public static TranscriptResult Of(JsonNode? actual) => new((comparison, expected) =>
    {
        JsonNode? got = actual is null ? null : JsonNode.Parse(actual.ToJsonString());
        if (!JsonNode.DeepEquals(JsonNode.Parse(expected.GetRawText()), got))
            comparison.Differs($"result: expected {expected.GetRawText()}, got {got?.ToJsonString() ?? "null"}");
    });

    /// <summary>Compares with the result of a record.</summary>
    public void Compare(Comparison comparison, JsonElement record)
    {
        if (record.TryGetProperty("result", out JsonElement expected))
            compare(comparison, expected);
        else if (!ReferenceEquals(this, None))
            comparison.Differs("a result, where none is expected");
    }
}
