using System.Text.Json;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>Replays what the SC&amp;MP 4.0.0 firmware answered, byte for byte; only the two bytes of padding may differ.</summary>
internal sealed class RecordedFirmwareTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(10);

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
                if (at > now)
                    bench.Wait(at - now);
                now = at > now ? at : now;
                SentDatagram? reply = ToClient(bench.Send(Convert.FromHexString(exchange.Send)));
                if (reply is null && exchange.Receive is not null)
                {
                    // A count asks the other chips first.
                    reply = ToClient(bench.Wait(s_gathering));
                    now += s_gathering;
                }

                Assert.That(reply?.Hex[4..], Is.EqualTo(exchange.Receive?[4..]), $"{exchange.Case}: {exchange.Send}");
            }
        });
    }

    private static SentDatagram? ToClient(IReadOnlyList<SentDatagram> sent) => sent.SingleOrDefault(datagram => datagram.Destination.Equals(BoardBench.Client));

    internal sealed record RecordedSession(string Name, int Board, RecordedExchange[] Exchanges);

    internal sealed record RecordedExchange(double At, string Case, string Send, string? Receive);
}
