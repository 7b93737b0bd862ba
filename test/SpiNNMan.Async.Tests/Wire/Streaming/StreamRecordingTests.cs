using System.Text.Json;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Tests.Wire.Streaming;

/// <summary>Messages of streams, beside those that were exchanged with the programs of the usual tool chain. The bytes are compared but for the padding, and but for sequence numbers, which were arbitrary.</summary>
internal sealed class StreamRecordingTests
{
    private const uint Address = 0x60643204;
    private const int SequenceAt = 12;

    private static readonly CoreLocation s_monitor = new(1, 1, 1);
    private static readonly CoreLocation s_gatherer = new(0, 0, 2);
    private static readonly Dictionary<string, JsonElement> s_records = ReadRecords();

    private static IEnumerable<TestCaseData> Requests()
    {
        yield return Case("status", new GetReinjectionStatus(s_monitor));
        yield return Case("load_system_routes", MonitorRequest.LoadSystemRoutes(new CoreLocation(0, 0, 1)));
        yield return Case("set_packet_types", MonitorRequest.SetPackets(new CoreLocation(0, 0, 1), ReinjectedPackets.None));
        yield return Case("clear_queue", MonitorRequest.ClearQueue(s_gatherer));
        yield return Case("wait2", MonitorRequest.SetSecondTimeout(s_gatherer, RouterTimeout.Short));
        yield return Case("wait1", MonitorRequest.SetFirstTimeout(s_gatherer, RouterTimeout.Long));

        static TestCaseData Case(string kind, IScpRequest request) => new TestCaseData(kind, request).SetArgDisplayNames(kind);
    }

    private static IEnumerable<TestCaseData> Messages()
    {
        yield return Case("out_start", StreamMessage.StartOf(s_monitor, 1, Address, 1420));
        yield return Case("out_missing_1", StreamMessage.MissingOf(s_monitor, 1, [1]));
        yield return Case("out_missing_0_4", StreamMessage.MissingOf(s_monitor, 1, [0, 4]));
        yield return Case("out_missing_65", StreamMessage.MissingOf(s_monitor, 2, [.. Enumerable.Range(0, 65).Select(static number => (uint)number)]));
        yield return Case("out_clear", StreamMessage.ClearOf(s_monitor, 1));
        yield return Case("in_ok", StreamMessage.TellOf(s_gatherer, 1));

        static TestCaseData Case(string kind, byte[] datagram) => new TestCaseData(kind, datagram).SetArgDisplayNames(kind);
    }

    [TestCaseSource(nameof(Requests))]
    public void Requests_are_those_that_were_recorded(string kind, IScpRequest request)
    {
        byte[] recorded = BytesOf(kind, "request");
        var datagram = new byte[ScpMessage.GetDatagramSize(request)];
        ScpMessage.WriteDatagram(datagram, request, BitConverter.ToUInt16(recorded, SequenceAt), new ChipLocation(0, 0));

        Assert.That(Convert.ToHexStringLower(datagram), Is.EqualTo(Convert.ToHexStringLower(recorded)));
    }

    [TestCaseSource(nameof(Messages))]
    public void Messages_of_streams_are_those_that_were_recorded(string kind, byte[] datagram) =>
        Assert.That(Convert.ToHexStringLower(datagram), Is.EqualTo(Convert.ToHexStringLower(BytesOf(kind, "request"))));

    [Test]
    public void A_status_is_read_as_it_was_recorded()
    {
        Assert.That(StatusOf("status"), Is.EqualTo(new ReinjectionStatus(RouterTimeout.Usual, RouterTimeout.Zero, 0, 0, 0, 0, 0, 0, ReinjectedPackets.Multicast, 0)));
        Assert.That(StatusOf("status_after"), Is.EqualTo(new ReinjectionStatus(RouterTimeout.Long, RouterTimeout.Short, 0, 0, 0, 0, 0, 0, ReinjectedPackets.None, 0)));
        Assert.That(StatusOf("status_after").IsStreaming, Is.True);
    }

    [Test]
    public void Datagrams_of_streams_are_read_as_they_were_recorded()
    {
        string[] datagrams = [.. s_records["out_start"].GetProperty("datagrams").EnumerateArray().Select(static one => one.GetString()!)];
        var read = new List<(uint Number, bool IsEnd, uint Transaction, int Length)>();
        foreach (string datagram in datagrams)
        {
            Assert.That(StreamDatagram.TryParse(Convert.FromHexString(datagram), out StreamDatagram one), Is.True);
            read.Add((one.Number, one.IsEnd, one.Transaction, one.Data.Length));
        }

        Assert.That(read, Is.EqualTo(new[] { (0u, false, 1u, 264), (1u, false, 1u, 264), (2u, false, 1u, 264), (3u, false, 1u, 264), (4u, false, 1u, 264), (5u, true, 1u, 100) }));
    }

    [TestCase("in_ok", true, false, new uint[0])]
    [TestCase("in_lost_3_7", false, false, new uint[] { 3, 7 })]
    [TestCase("in_all_lost", false, true, new[] { 0xFFFFFFFEu })]
    [TestCase("in_seq_bad", false, false, new uint[] { 3, 4, 5, 6, 7, 8, 9, 10 })]
    public void Answers_of_gatherers_are_read_as_they_were_recorded(string kind, bool isFinished, bool isAll, uint[] numbers)
    {
        byte[] datagram = Convert.FromHexString(s_records[kind].GetProperty("datagrams")[0].GetString()!);

        Assert.That(GathererAnswer.TryParse(datagram, out GathererAnswer answer), Is.True);
        Assert.That((answer.IsFinished, answer.IsAllMissing, answer.IsLast), Is.EqualTo((isFinished, isAll, true)));
        var read = new uint[answer.Count];
        for (int index = 0; index < read.Length; index++)
            read[index] = answer[index];
        Assert.That(read, Is.EqualTo(numbers));
    }

    [TestCase("", TestName = "Nothing")]
    [TestCase("d307000001000000ff", TestName = "Half a word")]
    [TestCase("d207000001000000", TestName = "A list without a number")]
    [TestCase("d30700000100000001000000", TestName = "A number after the end")]
    [TestCase("d407000001000000", TestName = "A command that is none")]
    public void What_is_no_answer_is_not_taken_for_one(string hex) => Assert.That(GathererAnswer.TryParse(Convert.FromHexString(hex), out _), Is.False);

    [TestCase(0, TestName = "No byte of a stream")]
    [TestCase(7, TestName = "Less than number and transaction")]
    [TestCase(10, TestName = "Half a word of a stream")]
    [TestCase(276, TestName = "More than 66 words")]
    public void What_is_no_datagram_of_a_stream_is_not_taken_for_one(int length) => Assert.That(StreamDatagram.TryParse(new byte[length], out _), Is.False);

    [Test]
    public void A_place_and_a_block_are_written_word_by_word()
    {
        byte[] location = StreamMessage.LocationOf(s_gatherer, 7, Address, new ChipLocation(3, 4), 11);
        var block = new byte[StreamMessage.MaxSize];
        int length = StreamMessage.WriteBlock(block, s_gatherer, 7, 9, [1, 2, 3, 4]);

        Assert.That(Convert.ToHexStringLower(location), Is.EqualTo("000007ffc2ff00000000" + "c8000000" + "07000000" + "04326460" + "04000300" + "0a000000"));
        Assert.That(Convert.ToHexStringLower(block.AsSpan(0, length)), Is.EqualTo("000007ffc2ff00000000" + "d0070000" + "07000000" + "09000000" + "01020304"));
    }

    [Test]
    public void Kinds_of_packets_have_another_order_in_requests()
    {
        MonitorRequest request = MonitorRequest.SetPackets(s_monitor, ReinjectedPackets.FixedRoute | ReinjectedPackets.NearestNeighbour);

        Assert.That(request.Arguments, Is.EqualTo(new ScpArguments(0, 0, 1)));
        Assert.That(request.Data.ToArray(), Is.EqualTo(new byte[] { 1 }));
    }

    [TestCase(0x4F, 480L)]
    [TestCase(0xEE, 491_520L)]
    [TestCase(0x11, 18L)]
    [TestCase(0x00, 0L)]
    [TestCase(0x0F, 15L)]
    [TestCase(0x50, 512L)]
    [TestCase(0xFF, null)]
    public void A_timeout_is_a_number_of_cycles(byte value, long? cycles) => Assert.That(new RouterTimeout(value).Cycles, Is.EqualTo(cycles));

    private static ReinjectionStatus StatusOf(string kind)
    {
        Assert.That(ScpReply.TryParseDatagram(BytesOf(kind, "reply"), out ScpReply reply, out _), Is.True);
        Assert.That(new GetReinjectionStatus(s_monitor).TryParseResponse(reply, out ReinjectionStatus status, out _), Is.True);
        return status;
    }

    private static byte[] BytesOf(string kind, string property) => Convert.FromHexString(s_records[kind].GetProperty(property).GetString()!);

    private static Dictionary<string, JsonElement> ReadRecords()
    {
        using var reader = new StreamReader(typeof(StreamRecordingTests).Assembly.GetManifestResourceStream("fast-data.jsonl")!);
        var records = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            JsonElement record = JsonDocument.Parse(line).RootElement;
            records.TryAdd(record.GetProperty("kind").GetString()!, record);
        }

        return records;
    }
}
