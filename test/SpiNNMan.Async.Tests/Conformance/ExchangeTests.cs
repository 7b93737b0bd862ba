using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance;
using SpiNNMan.Async.Conformance.Exchanges;

namespace SpiNNMan.Async.Tests.Conformance;

/// <summary>That the suites of recorded exchanges can fail.</summary>
internal sealed class ExchangeTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Vectors");
    private static readonly IVectorSuite s_transcripts = new TranscriptSuite();
    private static readonly IVectorSuite s_pipeline = new PipelineSuite();

    private static IEnumerable<TestCaseData> Transcripts => Records("transcripts.json")
        .Where(record => s_transcripts.IsCovered(Element(record)) && record["events"]!.AsArray().Count > 0)
        .Select(record => new TestCaseData(record).SetArgDisplayNames(record["name"]!.GetValue<string>()));

    private static IEnumerable<TestCaseData> Pipelines => Records("pipeline.json")
        .Select(record => new TestCaseData(record).SetArgDisplayNames(record["name"]!.GetValue<string>()));

    // A machine is opened by other requests than those recorded: there only the result counts.
    private static IEnumerable<TestCaseData> TranscriptsOfRequests => Transcripts.Where(test =>
        !((JsonObject)test.Arguments[0]!)["op"]!.GetValue<string>().StartsWith("discover_scamp_connections", StringComparison.Ordinal));

    [TestCaseSource(nameof(TranscriptsOfRequests))]
    public void A_transcript_in_which_something_else_was_asked_fails(JsonObject record)
    {
        // The least bit of the first argument, or of the first byte of a message or of a boot message.
        foreach (JsonNode? step in record["events"]!.AsArray().Where(step => step!["t"]!.GetValue<string>() is "send"))
        {
            byte[] datagram = Convert.FromHexString(step!["hex"]!.GetValue<string>());
            datagram[datagram.Length > 26 || datagram.Length < 15 ? ^1 : 14] ^= 1;
            step["hex"] = Convert.ToHexStringLower(datagram);
        }

        Assert.That(s_transcripts.Check(Element(record)), Is.Not.Null);
    }

    [TestCaseSource(nameof(Transcripts))]
    public void A_transcript_with_another_result_fails(JsonObject record)
    {
        switch (record["result"])
        {
            case JsonArray items:
                items[^1] = "another";
                break;
            case JsonObject bytes when bytes.ContainsKey("hex"):
                bytes["hex"] = bytes["hex"]!.GetValue<string>() + "00";
                break;
            case JsonObject fields:
                (string name, JsonNode? value) = fields.First();
                fields[name] = value is JsonValue number && number.TryGetValue(out long old) ? JsonValue.Create(old + 1) : "another";
                break;
            default:
                record["result"] = "another";
                break;
        }

        // Some comparisons stumble over what is no result at all, which the runner counts as a failure too.
        string? difference;
        try
        {
            difference = s_transcripts.Check(Element(record));
        }
        catch (Exception e) when (e is InvalidOperationException or UnknownRecordException)
        {
            difference = e.Message;
        }

        Assert.That(difference, record.ContainsKey("error") ? Is.Null : Is.Not.Null);
    }

    [TestCaseSource(nameof(Pipelines))]
    public void A_pipeline_with_another_outcome_fails(JsonObject record)
    {
        JsonArray last = record["result"]!["outcome"]!.AsArray()[^1]!.AsArray();
        last[1] = last[1]!.GetValue<string>() is "ok" ? "SpinnmanTimeoutException" : "ok";

        Assert.That(s_pipeline.Check(Element(record)), Does.Contain("outcomes"));
    }

    [Test]
    public void An_operation_that_nobody_knows_fails_and_one_that_the_library_has_not_is_named()
    {
        var unknown = new JsonObject { ["name"] = "x", ["op"] = "dance", ["events"] = new JsonArray() };

        Assert.That(() => s_transcripts.IsCovered(Element(unknown)), Throws.TypeOf<UnknownRecordException>().With.Message.Contains("dance"));
    }

    private static IEnumerable<JsonObject> Records(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(s_folder, file)))!["records"]!.AsArray().Select(record => record!.DeepClone().AsObject());

    private static JsonElement Element(JsonNode record) => JsonSerializer.SerializeToElement(record);
}
