using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Whole operations against a board that answers as recorded, compared by what they achieve: their results, what is in memory afterwards, and what was asked for.</summary>
internal sealed class TranscriptSuite : IVectorSuite
{
    public string FileName => "transcripts.json";

    public bool IsCovered(JsonElement record) => Find(record) is not null;

    // Suites are called one record at a time, by threads that have nothing else to do.
#pragma warning disable VSTHRD002
    public string? Check(JsonElement record) => Task.Run(() => CheckAsync(record)).ConfigureAwait(false).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    private static TranscriptOperation? Find(JsonElement record)
    {
        string name = record.GetString("op");
        return TranscriptOperations.All.TryGetValue(name, out TranscriptOperation? operation) ? operation : throw new UnknownRecordException($"operation {name}");
    }

    private static async Task<string?> CheckAsync(JsonElement record)
    {
        TranscriptOperation operation = Find(record) ?? throw new UnknownRecordException("operation that the library does not have");
        await using var transcript = new TranscriptCase(record);
        var comparison = new Comparison();
        bool mustFail = record.Has("error");
        try
        {
            TranscriptResult result = await transcript.Clock.RunUntilAsync(operation.Run(transcript), transcript.Board.Exhausted);
            if (mustFail)
                comparison.Differs($"expected {record.GetProperty("error").GetString("type")}, it succeeds");
            else
                result.Compare(comparison, record);
        }
        catch (OperationCanceledException)
        {
            comparison.Differs("it asks on and on and does not end");
        }
        catch (Exception e) when (e is SpinnakerException or ArgumentException or InvalidOperationException)
        {
            if (!mustFail)
                comparison.Differs($"fails with {e.GetType().Name}: {e.Message}");
            else if (!TranscriptErrors.Stands(e, record.GetProperty("error")))
                comparison.Differs($"expected {record.GetProperty("error").GetString("type")}, got {e.GetType().Name}: {e.Message}");
        }

        foreach (string difference in transcript.Board.Differences(operation.SameRequests))
            comparison.Differs(difference);

        return comparison.Result;
    }
}
