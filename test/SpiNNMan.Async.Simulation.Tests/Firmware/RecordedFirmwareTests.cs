using System.Text.Json;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>Replays every exchange that was recorded of the SC&amp;MP 4.0.0 firmware, and compares whole replies and silences.</summary>
/// <remarks>
/// Left out of the comparison, everywhere: the two bytes of padding, which the firmware never sets, and the number of the transient tag, which depends on
/// what else is under way. Where the recording says that it differed from another one, the bytes of <see cref="VaryingBytes"/> as well.
/// There are no other differences.
/// </remarks>
internal sealed class RecordedFirmwareTests
{
    private const int ExchangeCount = 887;
    private const int TagDigits = 6;
    private const int HeaderDigits = 28;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(10);

    private static readonly RecordedTrace s_trace = Load();

    /// <summary>What a second recording had otherwise, by the area of memory that is read: offsets and lengths in bytes, and why.</summary>
    private static IReadOnlyList<(string Address, int Offset, int Length, string Why)> VaryingBytes =>
    [
        ("007f00f5", 0x10, 0x10, "clocks"),
        ("007f00f5", 0x3C, 4, "a random number"),
        ("007f00f5", 0x5C, 4, "when the machine was booted"),
        ("007000e5", 0x44, 4, "when the monitor was started"),
        ("0f000200", 0xC8, 8, "random numbers of the monitor, behind its table of tags"),
    ];

    /// <summary>What a dying monitor leaves behind: it may get as far as writing down its registers, its error and its state, or not. The virtual one always does.</summary>
    private static (int Offset, int Length) RegistersOfTheDead => (0, 0x44);

    /// <summary>Requests that the recorder sent without waiting for the reply, before the exchange with that number: they are in its tables only.</summary>
    private static IReadOnlyDictionary<(int Session, int Exchange), string> Unlisted => new Dictionary<(int, int), string>
    {
        [(5, 10)] = "000087ff00ff000000000f000b00000000000f00000000000000",
    };

    public static IEnumerable<TestCaseData> Sessions() =>
        s_trace.Sessions.Select((session, number) => new TestCaseData(number).SetArgDisplayNames($"{number}: {session.Exchanges[0].Section}"));

    [Test]
    public void The_recording_is_whole() => Assert.That(s_trace.Sessions.Sum(session => session.Exchanges.Length), Is.EqualTo(ExchangeCount));

    [TestCaseSource(nameof(Sessions))]
    public void Answers_as_the_firmware_does(int number)
    {
        RecordedSession session = s_trace.Sessions[number];
        using var bench = new BoardBench(session.Board is [_, "1"] ? MachineLayout.SingleChip : MachineLayout.Spin3);
        TimeSpan now = TimeSpan.Zero;
        Assert.Multiple(() =>
        {
            for (int i = 0; i < session.Exchanges.Length; i++)
            {
                RecordedExchange exchange = session.Exchanges[i];
                var at = TimeSpan.FromSeconds(exchange.At);
                if (at > now)
                    bench.Wait(at - now);

                now = at > now ? at : now;
                if (Unlisted.TryGetValue((number, i), out string? unlisted))
                    bench.Send(Convert.FromHexString(unlisted));

                string? reply = ToClient(bench.Send(Convert.FromHexString(exchange.Send)));
                if (reply is null && exchange.Receive is not null)
                {
                    // A count asks the other chips first.
                    reply = ToClient(bench.Wait(s_gathering));
                    now += s_gathering;
                }

                string? expected = Comparable(exchange.Receive, exchange);
                string what = $"{i}, {exchange.Case}: {exchange.Send}";
                Assert.That(Comparable(reply, exchange), Is.EqualTo(expected), what);
            }
        });
    }

    private static string? ToClient(IReadOnlyList<SentDatagram> sent) => sent.SingleOrDefault(datagram => datagram.Destination.Equals(BoardBench.Client))?.Hex;

    /// <summary>A reply with everything blanked that may differ.</summary>
    private static string? Comparable(string? reply, RecordedExchange exchange)
    {
        if (reply is null)
            return null;

        char[] digits = reply.ToCharArray();
        Blank(digits, 0, 4);
        if (digits.Length > TagDigits + 1 && digits[TagDigits] == '0' && digits[TagDigits + 1] >= '8')
            Blank(digits, TagDigits, 2);

        if (!exchange.Varies)
            return new string(digits);

        string address = exchange.Send[HeaderDigits..(HeaderDigits + 8)];
        foreach ((_, int offset, int length, _) in VaryingBytes.Where(entry => string.Equals(entry.Address, address, StringComparison.Ordinal)))
            Blank(digits, HeaderDigits + (2 * offset), 2 * length);

        if (string.Equals(address, "007000e5", StringComparison.Ordinal) && exchange.At > 0)
            Blank(digits, HeaderDigits + (2 * RegistersOfTheDead.Offset), 2 * RegistersOfTheDead.Length);

        return new string(digits);
    }

    private static void Blank(char[] digits, int start, int count)
    {
        if (start < digits.Length)
            Array.Fill(digits, '-', start, Math.Min(count, digits.Length - start));
    }

    private static RecordedTrace Load()
    {
        using Stream stream = typeof(RecordedFirmwareTests).Assembly.GetManifestResourceStream("trace-4.0.0.json")!;
        return JsonSerializer.Deserialize<RecordedTrace>(stream, s_json)!;
    }

    private sealed record RecordedTrace(RecordedSession[] Sessions);

    private sealed record RecordedSession(string[] Board, RecordedExchange[] Exchanges);

    private sealed record RecordedExchange(double At, string Section, string Case, string Send, string? Receive, bool Varies);
}
