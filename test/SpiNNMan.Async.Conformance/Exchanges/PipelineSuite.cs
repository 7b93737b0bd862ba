using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Many requests at a time against a board that loses, delays and refuses: compared by what comes of each request, and by whether any was sent again.</summary>
internal sealed class PipelineSuite : IVectorSuite
{
    private const int DefaultWindow = 12;
    private const int DefaultRetries = 10;
    private const uint FirstAddress = 0x6000_0000;

    public string FileName => "pipeline.json";

    // Suites are called one record at a time, by threads that have nothing else to do.
#pragma warning disable VSTHRD002
    public string? Check(JsonElement record) => Task.Run(() => CheckAsync(record)).ConfigureAwait(false).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    private static async Task<string?> CheckAsync(JsonElement record)
    {
        // Any operation can be tried against a plan of losses; then it is compared as all operations are.
        if (record.GetString("op") is not "pipeline")
            return await TranscriptSuite.CheckAsync(record);

        var clock = new SimulatedTime();
        var network = new InMemoryNetwork(clock);
        await using var board = new PipelineBoard(network, record);
        JsonElement arguments = record.GetProperty("args");
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, Options(arguments, network, clock));
        var outcomes = new List<(int Index, string Outcome)>();
        Task[] requests = [.. Enumerable.Range(0, (int)arguments.GetInteger("n_requests")).Select(async index =>
        {
            string outcome = await ReadAsync(scamp, index);
            outcomes.Add((index, outcome));
        })];
        await clock.RunUntilAsync(Task.WhenAll(requests));
        return Compare(record.GetProperty("result"), outcomes, scamp.Statistics);
    }

    private static ScampConnectionOptions Options(JsonElement arguments, InMemoryNetwork network, TimeProvider clock)
    {
        double timeout = arguments.Has("packet_timeout") ? arguments.GetProperty("packet_timeout").GetDouble() : 1;
        return new ScampConnectionOptions
        {
            Network = network,
            TimeProvider = clock,
            RunContinuationsAsynchronously = false,
            MaxWindow = (int)arguments.GetInteger("n_channels", DefaultWindow),
            InitialTimeout = TimeSpan.FromSeconds(timeout),
            MaxTimeout = TimeSpan.FromSeconds(timeout),
            GiveUpAfter = TimeSpan.FromSeconds(timeout * (1 + arguments.GetInteger("n_retries", DefaultRetries))),
        };
    }

    private static async Task<string> ReadAsync(ScampConnection scamp, int index)
    {
        try
        {
            byte[] data = await scamp.ExecuteAsync(new ReadMemory(new ChipLocation(0, 0), FirstAddress + (uint)(sizeof(uint) * index), sizeof(uint)));
            return data.AsSpan().SequenceEqual(PipelineBoard.Payload) ? "ok" : $"other bytes: {Convert.ToHexStringLower(data)}";
        }
        catch (SpinnakerTimeoutException)
        {
            return "SpinnmanTimeoutException";
        }
        catch (ScpResultException e)
        {
            // A board that keeps asking to be asked again has in the end refused.
            return PipelineBoard.IsTransient(e.Result) ? "SpinnmanIOException" : "SpinnmanUnexpectedResponseCodeException";
        }
    }

    private static string? Compare(JsonElement expected, List<(int Index, string Outcome)> actual, ConnectionStatistics statistics)
    {
        List<(int Index, string Outcome)> wanted = [.. expected.GetList("outcome").Select(pair => (pair[0].GetInt32(), pair[1].GetString() ?? ""))];
        bool wasResent = expected.GetInteger("n_resent") > 0;

        // How soon a lost request is sent again is this library's own affair, and with it the order in which requests end.
        if (wasResent)
        {
            wanted = [.. wanted.Order()];
            actual = [.. actual.Order()];
        }

        var comparison = new Comparison();
        Models.ModelJson.SameList(comparison, "outcomes", wanted, actual);
        comparison.Same("resent", wasResent, statistics.Resent > 0);
        comparison.Same("still waiting", 0, statistics.InFlight + statistics.Queued);
        return comparison.Result;
    }
}
