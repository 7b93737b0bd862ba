using System.Text.Json;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>Replays what the SC&amp;MP 4.0.0 firmware answered, byte for byte; only the two bytes of padding may differ.</summary>
internal sealed class RecordedFirmwareTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static IEnumerable<TestCaseData> Sessions()
    {
        using Stream stream = typeof(RecordedFirmwareTests).Assembly.GetManifestResourceStream("recorded-4.0.0.json")!;
        foreach (RecordedSession session in JsonSerializer.Deserialize<RecordedSession[]>(stream, s_json)!)
            yield return new TestCaseData(session).SetArgDisplayNames(session.Name);
    }

    [TestCaseSource(nameof(Sessions))]
    public void Answers_as_the_firmware_does(RecordedSession session)
    {
        using var bench = new BoardBench(session.Board == 1 ? BoardGeometry.SingleChip : BoardGeometry.Spin3);
        TimeSpan now = TimeSpan.Zero;
        Assert.Multiple(() =>
        {
            foreach (RecordedExchange exchange in session.Exchanges)
            {
                var at = TimeSpan.FromSeconds(exchange.At);
                bench.Wait(at - now);
                now = at;
                SentDatagram? reply = bench.Send(Convert.FromHexString(exchange.Send)).SingleOrDefault(sent => sent.Destination.Equals(BoardBench.Client));
                Assert.That(reply?.Hex[4..], Is.EqualTo(exchange.Receive?[4..]), $"{exchange.Case}: {exchange.Send}");
            }
        });
    }

    internal sealed record RecordedSession(string Name, int Board, RecordedExchange[] Exchanges);

    internal sealed record RecordedExchange(double At, string Case, string Send, string? Receive);
}
