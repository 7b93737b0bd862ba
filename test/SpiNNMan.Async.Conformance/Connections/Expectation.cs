using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>What must come of a scenario: an outcome, or an error.</summary>
/// <param name="Outcome">The outcome, if there is no error.</param>
/// <param name="Error">The type of the error.</param>
/// <param name="Timeout">What a timeout must say it waited, in seconds.</param>
internal sealed record Expectation(JsonNode? Outcome, Type? Error = null, double? Timeout = null)
{
    /// <summary>Reads what a record expects.</summary>
    public static Expectation Read(JsonElement record)
    {
        if (!record.Has("error"))
            return new Expectation(JsonNode.Parse(record.GetProperty("outcome").GetRawText()));

        JsonElement error = record.GetProperty("error");
        return (error.GetString("type"), error.GetString("kind")) switch
        {
            ("SpinnmanIOException", _) => new Expectation(null, typeof(SpinnakerConnectionException)),
            ("SpinnmanEOFException", _) => new Expectation(null, typeof(SpinnakerConnectionClosedException)),
            ("SpinnmanTimeoutException", _) => new Expectation(null, typeof(SpinnakerTimeoutException), error.GetProperty("timeout").GetDouble()),
            (_, "malformed") => new Expectation(null, typeof(InvalidPacketException)),
            ("RuntimeError", "python") => new Expectation(null, typeof(InvalidOperationException)),
            (string type, _) => throw new UnknownRecordException($"error {type}"),
        };
    }

    /// <summary>Compares with how a scenario ended.</summary>
    /// <returns>What differs, or <see langword="null"/>.</returns>
    public string? Compare(JsonNode? outcome, SpinnakerException? error)
    {
        if (Error is null)
        {
            if (error is not null)
                return $"expected {Show(Outcome)}, got {error.GetType().Name}: {error.Message}";

            return string.Equals(Show(Outcome), Show(outcome), StringComparison.Ordinal) ? null : $"expected {Show(Outcome)}, got {Show(outcome)}";
        }

        if (error?.GetType() != Error)
            return $"expected {Error.Name}, got {(error is null ? Show(outcome) : $"{error.GetType().Name}: {error.Message}")}";

        return Timeout is { } timeout && error is SpinnakerTimeoutException actual && actual.LastTimeout != TimeSpan.FromSeconds(timeout)
            ? $"expected a timeout after {timeout} s, got one after {actual.LastTimeout.TotalSeconds} s"
            : null;
    }

    // Members of objects in any order.
    private static string Show(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject fields => $"{{{string.Join(", ", fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}: {Show(field.Value)}"))}}}",
        JsonArray items => $"[{string.Join(", ", items.Select(Show))}]",
        _ => node.ToJsonString(),
    };
}
