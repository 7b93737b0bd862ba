using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>What the connections do, over the real loopback; over a network in memory where a port or an address is fixed.</summary>
internal sealed class ConnectionSuite : IVectorSuite
{
    /// <summary>Every scenario by the part of its name before the slash; # stands for a number at its end.</summary>
    private static readonly Dictionary<string, Scenario> s_scenarios = new[]
    {
        UdpScenarios.All, UdpClosingScenarios.All, SdpScenarios.All, ScpScenarios.All, BootScenarios.All, EieioScenarios.All, AnnouncementScenarios.All,
        ListenerScenarios.All,
    }.SelectMany(table => table).ToDictionary(StringComparer.Ordinal);

    public string FileName => "connections.json";

    // Suites are called one record at a time, by threads that have nothing else to do.
#pragma warning disable VSTHRD002
    public string? Check(JsonElement record) => Task.Run(() => CheckAsync(record)).ConfigureAwait(false).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    private static async Task<string?> CheckAsync(JsonElement element)
    {
        await using var record = new ConnectionCase(element);
        if (!s_scenarios.TryGetValue(record.Key, out Scenario? scenario))
            throw new UnknownRecordException($"scenario {record.Key}");

        Expectation expected = IntendedBehaviour.Of(record, Expectation.Read(element));
        try
        {
            JsonNode? outcome = await scenario(record);
            return expected.Compare(outcome, error: null);
        }
        catch (SpinnakerException error)
        {
            return expected.Compare(outcome: null, error);
        }
    }
}
