using System.Buffers.Binary;
using System.Text.Json;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Wire.Scp;
using static SpiNNMan.Async.Simulation.Tests.Firmware.TranscriptRules;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>Recorded conversations of other host software with boards: the requests go to a machine in the state that the conversation supposes, and must be answered as they were.</summary>
/// <remarks>What of the state is not made by the conversation itself is made here: memory that is read before it is written, cores that are counted, blocks that are freed.</remarks>
internal sealed class TranscriptTests
{
    private const int TranscriptCount = 55;
    private const int Read = 2;
    private const int Write = 3;
    private const int LinkRead = 17;
    private const int LinkWrite = 18;
    private const int Signal = 22;
    private const int Allocate = 28;
    private const uint CountCores = 1;

    /// <summary>A register of an FPGA that a transcript reads, and then writes.</summary>
    private const uint FpgaVersion = 0x40000;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(10);

    private static readonly Transcript[] s_transcripts = Load();

    private static IEnumerable<TestCaseData> Transcripts() => s_transcripts.Select(transcript => new TestCaseData(transcript.Name));

    [Test]
    public void All_transcripts_are_there() => Assert.That(s_transcripts, Has.Length.EqualTo(TranscriptCount));

    [TestCaseSource(nameof(Transcripts))]
    public void Answers_as_the_transcript_says(string name)
    {
        Transcript transcript = s_transcripts.Single(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal));
        bool starts = name is "ready_boot_once" or "ready_initialising";
        bool isLarge = name is "reprogram_tag_to_listener" || name.StartsWith("write_link", StringComparison.Ordinal);
        using var bench = new TranscriptBench(isLarge ? TriadGeometry.Make(1, 1) : MachineLayout.Spin3, booted: !starts);
        SetUp(bench, transcript);
        Replay(bench, transcript);
    }

    private static void Replay(TranscriptBench bench, Transcript transcript)
    {
        var replies = new Dictionary<int, byte[]>();
        var requests = new Dictionary<int, byte[]>();
        uint? moved = null;
        for (int i = 0; i < transcript.Events.Length; i++)
        {
            TranscriptEvent happening = transcript.Events[i];
            switch (happening.T)
            {
                case "send":
                    byte[] request = Convert.FromHexString(happening.Hex!);
                    byte[]? expected = ReplyTo(transcript, i);
                    SetUpFor(bench, request, expected);
                    Relocate(request, moved);
                    Keep(Send(bench, transcript.ConnectionOf(happening), request, isAnswered: expected is not null));
                    if (request.Length >= 14)
                        requests[Sequence(request)] = request;
                    break;
                case "recv":
                    Check(happening, Convert.FromHexString(happening.Hex!));
                    break;
                case "timeout":
                    Assert.That(replies, Is.Empty, $"{i}: the board is silent");
                    Keep(bench.Wait(TimeSpan.FromSeconds(happening.Seconds ?? 0)));
                    break;
                default:
                    Keep(bench.Wait(TimeSpan.FromSeconds(happening.Seconds ?? 0)));
                    break;
            }
        }

        Assert.That(replies, Is.Empty, "nothing came that the transcript does not have");

        void Keep(IEnumerable<byte[]> came)
        {
            foreach (byte[] reply in came)
                replies.Add(Sequence(reply), reply);
        }

        void Check(TranscriptEvent happening, byte[] wanted)
        {
            Assert.That(replies.Remove(Sequence(wanted), out byte[]? reply), Is.True, $"a reply like {happening.Hex}");
            byte[] request = requests[Sequence(wanted)];
            if (Contradicts(transcript.Name, request) is { } result)
            {
                Assert.That(Convert.ToHexStringLower(reply!)[20..], Is.EqualTo(result));
                return;
            }

            bool isBmp = transcript.ConnectionOf(happening) is "bmp";
            Assert.That(Comparable(reply!, request, isBmp), Is.EqualTo(Comparable(wanted, request, isBmp)), $"to {Convert.ToHexStringLower(request)}");
            if (!isBmp && Command(request) == Allocate && (byte)Argument(request, 0) == 0)
            {
                uint distance = Argument(reply!, 0) - Argument(wanted, 0);
                Assert.That(distance, Is.EqualTo(moved ?? distance), "blocks are as far apart");
                moved = distance;
            }
        }
    }

    /// <summary>What the firmware was recorded to do otherwise than a transcript has it: the rest of the reply from the result on.</summary>
    private static string? Contradicts(string transcript, byte[] request) => transcript switch
    {
        // A link carries whole words only: no answer comes for an address between them.
        _ when Command(request) is LinkRead && Argument(request, 0) % 4 != 0 => "8600" + Convert.ToHexStringLower(request[12..14]),

        // The reply tells the tag that was set, not always the first.
        "reprogram_tag_to_listener" => "8000000002000000",
        _ => null,
    };

    private static IReadOnlyList<byte[]> Send(TranscriptBench bench, string connection, byte[] request, bool isAnswered)
    {
        IReadOnlyList<byte[]> replies = bench.Send(connection, request);
        return replies.Count == 0 && isAnswered ? bench.Wait(connection is "bmp" ? TimeSpan.FromSeconds(1) : s_gathering) : replies;
    }

    /// <summary>The heap of the machine may be elsewhere: what is given back is what it gave.</summary>
    private static void Relocate(byte[] request, uint? moved)
    {
        const byte free = 1;
        if (moved is { } distance && request.Length > 14 && Command(request) == Allocate && (byte)Argument(request, 0) == free)
            BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(18), Argument(request, 1) + distance);
    }

    /// <summary>Makes the state that a conversation starts from.</summary>
    private static void SetUp(TranscriptBench bench, Transcript transcript)
    {
        switch (transcript.Name)
        {
            case "ready_initialising":
                foreach (string datagram in new[] { "000100000001000000000000000000000000", "000100000003000000000000000000000000" + new string('0', 2048), "000100000005000000010000000000000000" })
                    bench.Send("boot", Convert.FromHexString(datagram));
                bench.Wait(TimeSpan.FromMilliseconds(60));
                return;
            case "load_multicast_routes":
                bench.Send("scamp", Support.Scp.Request(Allocate, first: 0x6303, second: 4, x: 1, y: 1));
                break;
            case "get_router_diagnostics":
                // The transcript reads what it wrote itself; the messages to the chip would be counted as well.
                bench.Chip(1, 1).Router.Write(0x2C, 0);
                break;
            case "read_fixed_route":
                bench.Send("scamp", Support.Scp.Request(29, first: 0x2103, second: 0x841, x: 1, y: 1));
                break;
            case "sdram":
                for (int block = 0; block < 2; block++)
                    bench.Send("scamp", Support.Scp.Request(Allocate, first: 0x1E00, second: 16, x: 1, y: 1));
                break;
        }

        if (transcript.Name is not "ready_boot_once")
            FillMemory(bench, transcript);
    }

    /// <summary>Writes what is read before the conversation itself writes it.</summary>
    private static void FillMemory(TranscriptBench bench, Transcript transcript)
    {
        var written = new HashSet<(VirtualChip, uint)>();
        for (int i = 0; i < transcript.Events.Length; i++)
        {
            TranscriptEvent happening = transcript.Events[i];
            if (happening.T is not "send" || transcript.ConnectionOf(happening) is "bmp" or "listener" || Convert.FromHexString(happening.Hex!) is not { Length: >= 26 } request)
                continue;

            int command = Command(request);
            if (command is not (Read or Write or LinkRead or LinkWrite))
                continue;

            VirtualChip asked = request[6] == 0xFF ? bench.Chip(0, 0) : bench.Chip(request[7], request[6]);
            VirtualChip chip = command is LinkRead or LinkWrite ? bench.Neighbour(asked, Argument(request, 2)) : asked;
            uint address = Argument(request, 0);
            uint length = Argument(request, 1);
            if (command is Read or LinkRead && ReplyTo(transcript, i) is { } reply && !Enumerable.Range(0, (int)length).Any(at => written.Contains((chip, address + (uint)at))))
                chip.Memory.TryWrite(0, address, reply.AsSpan(14), length % 4 == 0 && address % 4 == 0 ? AccessUnit.Word : AccessUnit.Byte);

            for (uint at = 0; at < length && command is Write or LinkWrite; at++)
                written.Add((chip, address + at));
        }
    }

    /// <summary>Makes the state that one exchange supposes and that changes from one to the next.</summary>
    private static void SetUpFor(TranscriptBench bench, byte[] request, byte[]? expected)
    {
        if (expected is null || request.Length < 26)
            return;

        uint query = Argument(request, 1);
        if (Command(request) == Signal && Argument(request, 0) == 1 && ((query >> 22) & 0xF) == CountCores)
            bench.SetStates((byte)query, (byte)((query >> 16) & 0xF), (int)Argument(expected, 0));
        else if (Command(request) == LinkRead && Argument(request, 0) == FpgaVersion && expected.Length == 18)
            bench.SetFpga(Argument(request, 2), Argument(request, 0), Argument(expected, 0));
    }

    private static byte[]? ReplyTo(Transcript transcript, int request)
    {
        string hex = transcript.Events[request].Hex!;
        if (hex.Length < 28)
            return null;

        int sequence = Sequence(Convert.FromHexString(hex));
        return transcript.Events.Skip(request + 1).Where(happening => happening.T is "recv").Select(happening => Convert.FromHexString(happening.Hex!)).FirstOrDefault(reply => Sequence(reply) == sequence);
    }

    private static int Sequence(byte[] datagram) => BinaryPrimitives.ReadUInt16LittleEndian(datagram.AsSpan(12));

    private static Transcript[] Load()
    {
        using Stream stream = typeof(TranscriptTests).Assembly.GetManifestResourceStream("transcripts.json")!;
        return JsonSerializer.Deserialize<TranscriptFile>(stream, s_json)!.Records;
    }

    private sealed record TranscriptFile(Transcript[] Records);

    private sealed record Transcript(string Name, TranscriptEvent[] Events)
    {
        /// <summary>Where a datagram goes. What answers at the address of a BMP with the name of a board is a board.</summary>
        public string ConnectionOf(TranscriptEvent happening) => Name is "bmp_wrong_software" ? "scamp" : happening.Conn ?? "";
    }

    private sealed record TranscriptEvent(string T, string? Conn, string? Hex, double? Seconds);
}
