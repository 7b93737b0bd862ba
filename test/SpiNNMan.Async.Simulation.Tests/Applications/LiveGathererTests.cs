using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>What the gatherer of live data makes of packets.</summary>
internal sealed class LiveGathererTests
{
    private const int Paused = 10;
    private const int Sync0 = 8;
    private const int Sync1 = 9;
    private const int Running = 7;
    private const int Waiting = 5;

    private static IEnumerable<TestCaseData> Settings()
    {
        // The packets: key 0x10321 alone, and key 0x10654 with the payload 0xCAFEBABE. The tick is 2.
        yield return Case("keys of 16 bits, shifted", new() { Type = EieioType.Key16Bit, HasPayloadBase = false, PayloadIsTimestamp = false, KeyShift = 4 }, "0200" + "3210" + "6510");
        yield return Case("keys of 16 bits, cut", new() { Type = EieioType.Key16Bit, HasPayloadBase = false, PayloadIsTimestamp = false }, "0200" + "2103" + "5406");
        yield return Case("payloads of 16 bits, cut", new() { Type = EieioType.KeyPayload16Bit, HasPayloadBase = false, PayloadIsTimestamp = false }, "0204" + "21030000" + "5406beba");
        yield return Case("payloads of 16 bits, shifted", new() { Type = EieioType.KeyPayload16Bit, HasPayloadBase = false, PayloadIsTimestamp = false, PayloadShift = 16 }, "0204" + "21030000" + "5406feca");
        yield return Case("ticks of 16 bits for each", new() { Type = EieioType.KeyPayload16Bit, HasPayloadBase = false }, "0214" + "21030200" + "54060200");
        yield return Case("a prefix in the lower half", new() { Type = EieioType.Key16Bit, KeyPrefix = 0xABCD, PrefixHalf = EieioPrefix.LowerHalfWord, HasPayloadBase = false, PayloadIsTimestamp = false, KeyShift = 16 }, "0280" + "cdab" + "0100" + "0100");
        yield return Case("a payload base that is no time", new() { PayloadIsTimestamp = false, PayloadBase = 0x12345678 }, "0228" + "78563412" + "21030100" + "54060100");
        yield return Case("a mask on what is received", new() { ReceivedKeyMask = 0xFF, HasPayloadBase = false, PayloadIsTimestamp = false }, "0208" + "21000000" + "54000000");
        yield return Case("numbers of atoms, shifted", new() { HasPayloadBase = false, PayloadIsTimestamp = false, TranslatedKeyShift = 4, Translations = [new(0x10600, 0xFFFFFF00, 7), new(0x20000, 0xFFFF0000, 9)] }, "0208" + "21030100" + "0c000000");
        yield return Case("a shift that leaves nothing", new() { Type = EieioType.Key16Bit, HasPayloadBase = false, PayloadIsTimestamp = false, KeyShift = 32 }, "0200" + "0000" + "0000");
    }

    [TestCaseSource(nameof(Settings))]
    public void Packets_become_elements_as_the_settings_say(LiveGathererSettings settings, string message)
    {
        using var bench = new LiveBench(new LiveGathererApplication { RunsAtOnce = true, Settings = settings });
        bench.Wait(ticks: 3);
        bench.Send("0108" + "21030100", ticks: 0);
        bench.Send("010c" + "54060100" + "bebafeca", ticks: 0);

        Assert.That(bench.Wait(ticks: 1), Is.EqualTo(new[] { message }));
    }

    [Test]
    public void The_words_of_a_region_say_the_same_as_settings()
    {
        foreach (TestCaseData settings in Settings())
        {
            using var bench = new BoardBench(MachineLayout.Spin3);
            var whole = (LiveGathererSettings)settings.Arguments[0]!;
            ToolChain.WriteData(bench, 0, 0, 1, [], whole.ToWords(new ChipLocation(0, 0)));
            bench.Inside(machine => machine.Run(machine.FindChip(new ChipLocation(0, 0))!.Core(1), new Reader(read => Assert.That(read.ToWords(new ChipLocation(0, 0)), Is.EqualTo(whole.ToWords(new ChipLocation(0, 0))))), 16));
        }
    }

    [Test]
    public void More_packets_at_once_than_a_ring_holds_are_lost_and_counted()
    {
        using var bench = new LiveBench();
        bench.Board.Inside(machine => machine.Run(machine.FindChip(new ChipLocation(1, 1))!.Core(2), new Burst(300, 260), 16));
        bench.Wait(ticks: 1);

        Assert.That(bench.Ledger.Total(LedgerKind.EventLostInRing, LiveBench.Gatherer), Is.EqualTo(new LedgerTotal(45 + 5, 45 + 5)));
        Assert.That(bench.Times(LedgerKind.EventReceived), Is.EqualTo(2 * 255));
        Assert.That(bench.Times(LedgerKind.EventGathered), Is.EqualTo(2 * 255));
        Assert.That(bench.Events(LedgerKind.DatagramArrived), Is.EqualTo(2 * 255));
    }

    [Test]
    public void Packets_without_payload_are_taken_out_of_their_ring_first()
    {
        using var bench = new LiveBench(new LiveGathererApplication { RunsAtOnce = true, RingDelay = TimeSpan.FromMicroseconds(100) });
        bench.Send("010c" + "01000100" + "00000000", ticks: 0);
        bench.Send("0100" + "0200", ticks: 0);

        Assert.That(bench.Wait(ticks: 1), Is.EqualTo(new[] { "0238" + "ffffffff" + "02000100" + "01000100" }));
    }

    [Test]
    public void A_slow_core_loses_what_comes_meanwhile()
    {
        using var bench = new LiveBench(new LiveGathererApplication { RunsAtOnce = true, RingSize = 4, RingDelay = TimeSpan.FromMicroseconds(500) });
        bench.Send("0300" + "010002000300", ticks: 0);
        string[] sent = bench.Send("0300" + "040005000600");

        Assert.That(sent, Is.EqualTo(new[] { "0438" + "ffffffff" + "01000100" + "02000100" + "03000100" + "04000100" }));
        Assert.That(bench.Times(LedgerKind.EventLostInRing), Is.EqualTo(2));
    }

    [Test]
    public void Messages_above_the_limit_of_a_tick_are_thrown_away_and_only_the_ledger_knows()
    {
        using var bench = new LiveBench(new LiveGathererApplication { RunsAtOnce = true, Settings = new LiveGathererSettings { MessagesPerTick = 1 } });
        Assert.That(bench.Send(Keys(80)), Has.Length.EqualTo(1).And.All.StartsWith("4038"));

        Assert.That(bench.Ledger.Total(LedgerKind.MessageDiscarded), Is.EqualTo(new LedgerTotal(1, 16)));
        Assert.That(bench.Times(LedgerKind.EventGathered), Is.EqualTo(80));
        Assert.That(bench.Send(Keys(1)), Has.Length.EqualTo(1), "the next tick has a message again");
    }

    [TestCase(EieioType.Key32Bit, 64)]
    [TestCase(EieioType.Key16Bit, 128)]
    [TestCase(EieioType.KeyPayload16Bit, 64)]
    [TestCase(EieioType.KeyPayload32Bit, 32)]
    public void A_message_is_sent_when_it_is_full(EieioType type, int most)
    {
        using var bench = new LiveBench(new LiveGathererApplication { RunsAtOnce = true, Settings = new LiveGathererSettings { Type = type } });
        string[] sent = bench.Send(Keys(130), ticks: 0);

        Assert.That(sent, Has.Length.EqualTo(130 / most).And.All.StartsWith($"{most:x2}"));
        Assert.That(bench.Wait(ticks: 1).Single(), Does.StartWith($"{130 % most:x2}"));
    }

    [Test]
    public void What_has_no_tag_is_dropped_and_the_ledger_says_why()
    {
        using var bench = new LiveBench();
        bench.Board.Send(Scp.Request(26, first: 0x00030001));
        Assert.That(bench.Send(Keys(3)), Is.Empty);

        LedgerEntry dropped = bench.Ledger.Entries.Single(static entry => entry.Kind == LedgerKind.DatagramDropped);
        Assert.That((dropped.Reason, dropped.Events, dropped.Core), Is.EqualTo((DropReason.TagNotSet, 3, LiveBench.Gatherer)));
    }

    [Test]
    public void Packets_without_a_route_are_in_the_ledger_too()
    {
        using var bench = new LiveBench(injector: new LiveInjectorApplication { RunsAtOnce = true });
        bench.Send("0108" + "00000900");

        LedgerEntry dropped = bench.Ledger.Entries.Single(static entry => entry.Kind == LedgerKind.PacketDropped);
        Assert.That((dropped.Key, dropped.Core), Is.EqualTo((0x90000u, new CoreLocation(1, 1, 0))));
    }

    [Test]
    public void It_runs_for_as_long_as_it_is_told_and_a_tick_longer_and_writes_its_counts()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        ToolChain.SetTag(bench);
        ToolChain.WriteData(bench, 0, 0, 1, [0, 500, ToolChain.ControlPort], new LiveGathererSettings().ToWords(default), new uint[10]);
        ToolChain.Start(bench, 0, 0, "live_packet_gat", cores: 2);
        Assert.That(State(bench), Is.EqualTo(Paused));
        Assert.That(ToolChain.Control(bench, 0, 0, 1, 7, first: 10), Is.EqualTo("80000900"));
        Assert.That(State(bench), Is.EqualTo(Sync0));
        ToolChain.Signal(bench, 4);
        Assert.That(State(bench), Is.EqualTo(Running));
        bench.Inside(machine => machine.Load(new PacketRoute(LiveBench.Space, 0xFFFF0000, new ChipLocation(0, 0), [LiveBench.Gatherer])));
        bench.Inside(machine => machine.Run(machine.FindChip(new ChipLocation(0, 0))!.Core(2), new Burst(300, 1), 16));
        bench.Wait(TimeSpan.FromMilliseconds(5.4));
        Assert.That(State(bench), Is.EqualTo(Running));
        bench.Wait(TimeSpan.FromMilliseconds(0.7));
        Assert.That(State(bench), Is.EqualTo(Waiting));
        Assert.That(ToolChain.Control(bench, 0, 0, 1, 11), Is.EqualTo("80000900" + "0a000000"));
        Assert.That(ToolChain.ReadRegion(bench, 0, 0, 1, 2, 10), Is.EqualTo(new uint[] { 0, 0, 0, 0, 0, 0, 45, 0, 256, 4 }));

        ToolChain.Control(bench, 0, 0, 1, 7, first: 20, third: 10);
        Assert.That(State(bench), Is.EqualTo(Sync1));
        ToolChain.Signal(bench, 5);
        Assert.That(State(bench), Is.EqualTo(Running));
        Assert.That(ToolChain.Control(bench, 0, 0, 1, 10), Is.EqualTo("80000900"));
        Assert.That(State(bench), Is.EqualTo(Running), "until the next tick");
        bench.Wait(TimeSpan.FromMilliseconds(1));
        Assert.That(State(bench), Is.EqualTo(Waiting));
    }

    [Test]
    public void All_programs_wait_for_each_other_after_so_many_ticks()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        ToolChain.WriteData(bench, 0, 0, 1, [0, 1000, ToolChain.ControlPort], new LiveGathererSettings().ToWords(default), new uint[10]);
        ToolChain.Start(bench, 0, 0, "live_packet_gat", cores: 2);
        ToolChain.Control(bench, 0, 0, 1, 7, second: 1, data: [5, 0, 0, 0]);
        ToolChain.Signal(bench, 4);
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Assert.That((State(bench), ToolChain.Control(bench, 0, 0, 1, 11)), Is.EqualTo((Sync1, "80000900" + "04000000")));

        ToolChain.Signal(bench, 5);
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Assert.That((State(bench), ToolChain.Control(bench, 0, 0, 1, 11)), Is.EqualTo((Sync0, "80000900" + "09000000")));
    }

    private static int State(BoardBench bench) => ToolChain.StateOf(bench, 0, 0, 1);

    private static string Keys(int count) => $"{count:x2}00" + string.Concat(Enumerable.Range(0, count).Select(static key => $"{key & 0xFF:x2}{key >> 8:x2}"));

    private static TestCaseData Case(string name, LiveGathererSettings settings, string message) => new TestCaseData(settings, message).SetArgDisplayNames(name);

    /// <summary>Sends many packets in one moment.</summary>
    private sealed class Burst(int keys, int pairs) : IVirtualCoreApplication
    {
        public string Name => "burst";

        public void OnStart(IVirtualCore core)
        {
            for (uint i = 0; i < keys; i++)
                core.SendMulticast(LiveBench.Space + i);
            for (uint i = 0; i < pairs; i++)
                core.SendMulticast(LiveBench.Space + i, i);
        }

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            // Nothing is sent to it.
        }
    }

    /// <summary>Reads the settings in the data of its core.</summary>
    private sealed class Reader(Action<LiveGathererSettings> check) : IVirtualCoreApplication
    {
        public string Name => "reader";

        public void OnStart(IVirtualCore core) => check(LiveGathererSettings.Read(core, DataTable.FindRegion(core, 1)));

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            // Nothing is sent to it.
        }
    }
}
