using System.Buffers.Binary;
using System.Text.Json;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>The gatherer and the injector of live data say what the real ones said, byte for byte and in the same ticks.</summary>
internal sealed class LiveRecordingTests
{
    private const int Sync0 = 4;
    private const ushort ReversePort = 12345;

    private static readonly Dictionary<string, JsonElement> s_records = ToolChain.ReadRecording("live-data.jsonl");
    private static readonly ChipLocation s_root = new(0, 0);
    private static readonly ChipLocation s_far = new(1, 1);

    private static readonly LiveGathererSettings[] s_gatherers =
    [
        new(),
        new() { Type = EieioType.KeyPayload32Bit, PayloadIsTimestamp = false, HasPayloadBase = false },
        new() { Type = EieioType.Key16Bit, KeyPrefix = 1 },
        new() { Type = EieioType.KeyPayload32Bit, HasPayloadBase = false },
        new() { MessagesPerTick = 1 },
        new() { Translations = [new KeyTranslation(0x10000, 0xFFFF0000, 100)] },
    ];

    private static IEnumerable<string> FirstRun => s_records.Keys.Skip(1).TakeWhile(static kind => !kind.StartsWith("sequenced", StringComparison.Ordinal));

    [Test]
    public void Six_gatherers_say_what_the_real_ones_said()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Assert.That(Convert.ToHexStringLower(ToolChain.SetTag(bench)), Is.EqualTo(s_records["tag"].GetProperty("reply").GetString()));
        for (int i = 0; i < s_gatherers.Length; i++)
            LoadGatherer(bench, i + 1, s_gatherers[i]);
        LoadInjector(bench, 1, 0x10000, buffer: 0);
        LoadInjector(bench, 2, 0x20000, buffer: 4096);
        var clock = new Clock(bench, Run(bench, gatherers: 0x7E, injectors: 6));

        Assert.Multiple(() =>
        {
            foreach (string kind in FirstRun)
            {
                string[] expected = [.. s_records[kind].GetProperty("datagrams").EnumerateArray().Select(static datagram => datagram.GetString()!)];
                if (expected.Length > 0)
                    clock.GoTo(TickOf(expected));

                List<string> sent = clock.Send(s_records[kind].GetProperty("request").GetString()!, ticks: expected.Length > 0 ? 1u : 20u);
                if (kind is "127 keys16")
                    AreSameFromEachCore(sent, expected);
                else
                    Assert.That(sent, Is.EqualTo(expected), kind);
            }
        });
    }

    [Test]
    public void A_buffered_injector_sends_at_the_tick_that_it_is_told()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        ToolChain.SetTag(bench);
        LoadGatherer(bench, 1, new LiveGathererSettings());
        LoadInjector(bench, 1, 0x20000, buffer: 4096);
        LoadInjector(bench, 2, 0x20000, buffer: 0);
        var clock = new Clock(bench, Run(bench, gatherers: 2, injectors: 6));
        Assert.Multiple(() =>
        {
            foreach (string kind in s_records.Keys.Where(static kind => kind.StartsWith("sequenced", StringComparison.Ordinal)))
            {
                const int lead = 300;
                string request = s_records[kind].GetProperty("request").GetString()!;
                JsonElement[] expected = [.. s_records[kind].GetProperty("datagrams").EnumerateArray()];
                clock.GoTo(TimeBaseOf(request) - lead);
                if (expected.Length == 0)
                {
                    Assert.That(clock.Send(request, ticks: lead + 1), Is.Empty, kind);
                    continue;
                }

                Assert.That(clock.Send(request, ticks: lead), Is.Empty, kind);
                Assert.That(clock.Wait(ticks: 1), Is.EqualTo(new[] { expected[0][1].GetString() }), kind);
            }

            JsonElement reverse = s_records["reverse tag"];
            string[] spikes = [reverse.GetProperty("out").GetString()!];
            const uint setReverse = 0x20010000;
            bench.Send(Scp.Request(26, first: setReverse | (((1u << 5) | 2) << 8) | 2, second: 0x01010000 | ReversePort));
            clock.GoTo(TickOf(spikes));
            bench.Send(Convert.FromHexString(reverse.GetProperty("udp").GetString()!), port: ReversePort);
            Assert.That(clock.Wait(ticks: 1), Is.EqualTo(spikes));
        });
    }

    /// <summary>The base follows the header, and in sequenced messages the command; keys of 16 bits have half as long ones.</summary>
    private static uint TimeBaseOf(string request)
    {
        ReadOnlySpan<byte> message = Convert.FromHexString(request).AsSpan(14);
        return BinaryPrimitives.ReadUInt16LittleEndian(message[2..]);
    }

    private static uint TickOf(string[] datagrams)
    {
        byte[] bytes = Convert.FromHexString(datagrams.First(static datagram => datagram.AsSpan(2).StartsWith("38", StringComparison.Ordinal)));
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(2));
    }

    /// <summary>In a burst it depends on their work which of several cores is first.</summary>
    private static void AreSameFromEachCore(List<string> sent, string[] expected) => Assert.That(sent.Order(StringComparer.Ordinal), Is.EqualTo(expected.Order(StringComparer.Ordinal)));

    private static void LoadGatherer(BoardBench bench, int core, LiveGathererSettings settings) =>
        ToolChain.WriteData(bench, 0, 0, core, [0, 1000, ToolChain.ControlPort], settings.ToWords(s_root), new uint[10]);

    private static void LoadInjector(BoardBench bench, int core, uint key, uint buffer)
    {
        var settings = new LiveInjectorSettings { KeyPrefix = key, Key = key, ChecksKeys = true, BufferSize = buffer, SpaceBeforeRequest = buffer + 256 };
        ToolChain.WriteData(bench, 1, 1, core, [0, 1000, ToolChain.ControlPort], settings.ToWords(s_root), [], [], new uint[11]);
    }

    /// <summary>Starts the programs, and returns once they run: their first tick is a millisecond later.</summary>
    private static uint Run(BoardBench bench, uint gatherers, uint injectors)
    {
        CoreLocation[] cores = [.. Enumerable.Range(1, 17).Where(core => (gatherers & (1u << core)) != 0).Select(static core => new CoreLocation(s_root, (byte)core))];
        bench.Inside(machine =>
        {
            machine.Load(new PacketRoute(0x10000, 0xFFFF0000, s_far, cores));
            machine.Load(new PacketRoute(0x20000, 0xFFFF0000, s_far, cores));
        });
        ToolChain.Start(bench, 0, 0, "live_packet_gat", gatherers);
        ToolChain.Start(bench, 1, 1, "reverse_iptag_m", injectors);
        for (int core = 1; core <= 17; core++)
        {
            if ((gatherers & (1u << core)) != 0)
                ToolChain.Control(bench, 0, 0, core, 7, second: 1);
            if ((injectors & (1u << core)) != 0)
                ToolChain.Control(bench, 1, 1, core, 7, second: 1);
        }

        ToolChain.Signal(bench, Sync0);
        return uint.MaxValue;
    }

    /// <summary>Counts the ticks with the programs.</summary>
    private sealed class Clock(BoardBench bench, uint tick)
    {
        private uint _tick = tick;

        public void GoTo(uint tick) => Assert.That(Wait(tick - _tick), Is.Empty, "nothing comes by itself");

        public List<string> Send(string request, uint ticks)
        {
            List<string> sent = [.. bench.Send(Convert.FromHexString(request)).Select(static datagram => datagram.Hex)];
            sent.AddRange(Wait(ticks));
            return sent;
        }

        public List<string> Wait(uint ticks)
        {
            List<string> sent = [];
            for (uint i = 0; i < ticks; i++)
                sent.AddRange(bench.Wait(TimeSpan.FromMilliseconds(1)).Select(static datagram => datagram.Hex));

            _tick = unchecked(_tick + ticks);
            return sent;
        }
    }
}
