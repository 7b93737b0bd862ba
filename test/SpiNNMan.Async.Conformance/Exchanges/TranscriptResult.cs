using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>What came of an operation, and how it compares with what a record says.</summary>
internal sealed class TranscriptResult(Action<Comparison, JsonElement> compare)
{
    private readonly Action<Comparison, JsonElement> _compare = compare;

    /// <summary>Whether records may leave it out.</summary>
    private bool IsOptional { get; init; }

    /// <summary>The operation has no result.</summary>
    public static TranscriptResult None { get; } = new((comparison, expected) =>
    {
        if (expected.ValueKind != JsonValueKind.Null)
            comparison.Differs($"result: expected {expected.GetRawText()}, got none");
    });

    /// <summary>The results of several calls. Some records list them all, some only those that have one.</summary>
    public static TranscriptResult OfAll(IReadOnlyList<TranscriptResult> results) => new((comparison, expected) =>
    {
        TranscriptResult[] given = [.. results.Where(static result => !ReferenceEquals(result, None))];
        TranscriptResult[] certain = [.. given.Where(static result => !result.IsOptional)];
        JsonElement[] values = expected.ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray()] : [];
        IReadOnlyList<TranscriptResult>? matching = ((IReadOnlyList<TranscriptResult>[])[results, given, certain]).FirstOrDefault(list => list.Count == values.Length);
        if (matching is null && certain is [var only])
        {
            only.CompareValue(comparison, expected);
            return;
        }

        if (matching is null)
        {
            comparison.Differs($"results: expected {expected.GetRawText()}, got {certain.Length}");
            return;
        }

        for (int i = 0; i < values.Length; i++)
            matching[i].CompareValue(comparison, values[i]);
    });

    /// <summary>A result that some records leave out.</summary>
    public static TranscriptResult MaybeOf(JsonNode actual) => new(Of(actual)._compare) { IsOptional = true };

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
            CompareValue(comparison, expected);
        else if (!ReferenceEquals(this, None) && !IsOptional)
            comparison.Differs("a result, where none is expected");
    }

    private void CompareValue(Comparison comparison, JsonElement expected)
    {
        if (!IsOptional || expected.ValueKind != JsonValueKind.Null)
            _compare(comparison, expected);
    }
}
