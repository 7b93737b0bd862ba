using System.Text;
using System.Text.Json;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>The extra monitor and the gatherer say what the real ones said, byte for byte but for the padding and the tags of replies.</summary>
internal sealed class StreamRecordingTests
{
    private static readonly Dictionary<string, JsonElement> s_records = ToolChain.ReadRecording("fast-data.jsonl");

    [Test]
    public void The_programs_say_what_the_real_ones_said()
    {
        using var bench = new StreamBench();
        bench.Write(1, 1, StreamBench.Address, FindMemory());
        Assert.Multiple(() =>
        {
            foreach ((string kind, JsonElement record) in s_records)
            {
                Prepare(bench, kind);
                if (record.TryGetProperty("request", out JsonElement request))
                    AreSame(bench.Send(Convert.FromHexString(request.GetString()!)), record, kind);
            }
        });

        AreDeadAsRecorded(bench);
    }

    /// <summary>What was done besides.</summary>
    private static void Prepare(StreamBench bench, string kind)
    {
        byte[] data = StreamBench.MakeData(11 * StreamBench.BlockIn);
        switch (kind)
        {
            case "out_missing_100_part2":
                bench.Monitor([1000, 2, 2, .. Enumerable.Range(0, 65).Select(static number => (uint)number)]);
                break;
            case "out_missing_second_first":
                bench.Monitor([1000, 2, 2, .. Enumerable.Range(10, 10).Select(static number => (uint)number)]);
                break;
            case "in_ok":
                Transfer(bench, 1, 1, 1, data, Enumerable.Range(0, 11));
                break;
            case "in_eth_ok":
                AreWritten(bench, 1, 1, data);
                Transfer(bench, 2, 0, 0, data, Enumerable.Range(0, 11));
                break;
            case "in_odd_len":
                AreWritten(bench, 0, 0, data);
                bench.Write(1, 1, StreamBench.Address, new byte[260]);
                Transfer(bench, 3, 1, 1, data[..257], [0]);
                Assert.That(bench.Read(1, 1, StreamBench.Address, 260), Is.EqualTo(data[..256].Concat(new byte[4])));
                break;
            case "in_lost_3_7":
                Transfer(bench, 4, 1, 0, data[..2600], [0, 1, 2, 4, 5, 6, 8, 9]);
                break;
            case "in_tell_after_resend":
                bench.SendBlocks(4, data, 3, 7);
                break;
            case "in_all_lost":
                AreWritten(bench, 1, 0, data[..2600]);
                Transfer(bench, 5, 0, 1, data, []);
                break;
            case "in_tell_after_all":
                bench.SendBlocks(5, data, Enumerable.Range(0, 11));
                break;
            case "in_seq_bad":
                AreWritten(bench, 0, 1, data);
                Transfer(bench, 6, 1, 1, data, [0, 1, 2, 11, 12]);
                break;
            case "in_tell_after_bad":
                bench.SendBlocks(6, data, Enumerable.Range(3, 8));
                break;
            case "in_order_2_then_0_1":
                AreWritten(bench, 1, 1, data);
                bench.Write(1, 1, StreamBench.Address, new byte[data.Length]);
                Transfer(bench, 7, 1, 1, data, [.. Enumerable.Range(2, 9), 0, 1]);
                break;
            case "in_lost_0":
                AreWritten(bench, 1, 1, data);
                Transfer(bench, 8, 1, 1, data, Enumerable.Range(1, 10));
                break;
        }
    }

    private static void Transfer(StreamBench bench, uint transaction, byte x, byte y, byte[] data, IEnumerable<int> blocks)
    {
        bench.Locate(transaction, x, y, StreamBench.Address, (data.Length + StreamBench.BlockIn - 1) / StreamBench.BlockIn);
        bench.SendBlocks(transaction, data, blocks);
    }

    private static void AreWritten(StreamBench bench, byte x, byte y, byte[] data) => Assert.That(bench.Read(x, y, StreamBench.Address, data.Length), Is.EqualTo(data), $"{x},{y}");

    private static void AreSame(string[] sent, JsonElement record, string kind)
    {
        if (record.TryGetProperty("reply", out JsonElement reply))
        {
            Assert.That(sent.Select(static answer => WithoutPadAndTag(answer)), Is.EqualTo(new[] { WithoutPadAndTag(reply.GetString()!) }), kind);
            return;
        }

        string[] expected = [.. record.GetProperty("datagrams").EnumerateArray().Select(static datagram => datagram.GetString()!)];
        Assert.That(sent, Has.Length.EqualTo(expected.Length), kind);
        for (int i = 0; i < Math.Min(sent.Length, expected.Length); i++)
        {
            string[] parts = expected[i].Split("..");
            Assert.That(parts.Length == 1 ? sent[i] : $"{sent[i][..16]}..{sent[i].Length / 2}", Is.EqualTo(expected[i]), $"{kind}, datagram {i}");
        }
    }

    private static string WithoutPadAndTag(string message) => message[4..6] + message[8..];

    private static void AreDeadAsRecorded(StreamBench bench)
    {
        const int dead = 2;
        const int running = 7;
        Assert.That(new[] { (0, 0), (1, 0), (0, 1), (1, 1) }.Select(chip => ToolChain.StateOf(bench.Board, chip.Item1, chip.Item2, 1)), Is.EqualTo(new[] { running, running, running, dead }));
        Assert.That(ToolChain.StateOf(bench.Board, 0, 0, 2), Is.EqualTo(running));

        string recorded = s_records["states_after_in_lost_0"].GetProperty("iobuf_1_1").GetString()!;
        uint buffer = ToolChain.ReadWords(bench.Board, 1, 1, 0xE5007080 + 0x58, 1)[0];
        int length = (int)ToolChain.ReadWords(bench.Board, 1, 1, buffer + 12, 1)[0];
        Assert.That(Encoding.ASCII.GetString(bench.Read(1, 1, buffer + 16, length)), Does.EndWith(recorded));
    }

    /// <summary>What was in the memory of 1,1, as far as the datagrams show it.</summary>
    private static byte[] FindMemory()
    {
        var memory = new byte[52_900];
        foreach (string datagram in new[] { "out_start", "out_missing_second_first" }.SelectMany(static kind => s_records[kind].GetProperty("datagrams").EnumerateArray()).Select(static datagram => datagram.GetString()!))
        {
            byte[] bytes = Convert.FromHexString(datagram);
            bytes.AsSpan(8).CopyTo(memory.AsSpan(StreamBench.BlockOut * (int)(BitConverter.ToUInt32(bytes) & 0x7FFFFFFF)));
        }

        return memory;
    }
}
