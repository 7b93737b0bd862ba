using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Steps;
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
        if (name is "pipeline")
            return new TranscriptOperation(_ => throw new UnknownRecordException("pipeline inside an operation"));

        if (TranscriptOperations.All.TryGetValue(name, out TranscriptOperation? operation))
            return operation;

        // Which requests find the boards of a machine is the library's own affair.
        return StepTable.Knows(name)
            ? new TranscriptOperation(transcript => StepTable.RunAsync(transcript, name)) { SameRequests = !name.Contains("discover_scamp_connections", StringComparison.Ordinal) }
            : throw new UnknownRecordException($"operation {name}");
    }

    /// <summary>Checks one operation.</summary>
    public static async Task<string?> CheckAsync(JsonElement record)
    {
        if (record.GetString("op") is "pipeline")
            return new PipelineSuite().Check(record);

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
        catch (Exception e) when (e is SpinnakerException or ArgumentException or InvalidOperationException or RefusedException)
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
