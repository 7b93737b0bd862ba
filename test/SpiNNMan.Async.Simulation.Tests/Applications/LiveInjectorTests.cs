using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>What the injector of live data makes of messages. The first tick is 0.</summary>
internal sealed class LiveInjectorTests
{
    private static readonly LiveInjectorSettings s_open = new() { ChecksKeys = false };

    private static IEnumerable<TestCaseData> Messages()
    {
        LiveInjectorSettings lower = s_open with { KeyPrefix = 0x0007, PrefixHalf = EieioPrefix.LowerHalfWord };
        LiveInjectorSettings none = s_open with { KeyPrefix = null };
        LiveInjectorSettings upper = s_open with { KeyPrefix = 0x50000 };
        yield return Case("16 bits, own prefix", upper, "0100" + "0300", 0x50003);
        yield return Case("16 bits, own prefix in the lower half", lower, "0100" + "0300", 0x30007);
        yield return Case("16 bits, no prefix at all", none, "0100" + "0300", 0x30000);
        yield return Case("16 bits, the prefix of the message", upper, "01c0" + "0900" + "0300", 0x90003);
        yield return Case("16 bits, the prefix of the message in the lower half", upper, "0180" + "0900" + "0300", 0x30009);
        yield return Case("32 bits, own prefix", upper, "0108" + "03000100", 0x50003 | 0x10003);
        yield return Case("32 bits, no prefix", none, "0108" + "03000100", 0x10003);
        yield return Case("payload of 16 bits", upper, "0104" + "0300" + "efbe", 0x50003, 0xBEEF);
        yield return Case("payload of 32 bits", none, "010c" + "03000100" + "efbeadde", 0x10003, 0xDEADBEEF);
        yield return Case("payload and its base", none, "012c" + "00000080" + "03000100" + "efbe0000", 0x10003, 0x8000BEEF);
        yield return Case("keys with a time of later go at once", none, "0138" + "99000000" + "03000100", 0x10003);
        yield return Case("payloads that are the time of now", none, "013c" + "02000000" + "03000100" + "77000000", 0x10003);
        yield return Case("what the message lacks is zero", upper, "0200" + "0300", 0x50003, null, 0x50000);
    }

    [TestCaseSource(nameof(Messages))]
    public void Messages_become_packets(LiveInjectorSettings settings, string message, (uint Key, uint? Payload)[] packets)
    {
        using var bench = new LiveBench(injector: new LiveInjectorApplication { RunsAtOnce = true, Settings = settings });
        bench.Wait(ticks: 3);
        bench.Send(message);

        Assert.That(bench.Ledger.Entries.Where(static entry => entry.Kind == LedgerKind.EventInjected).Select(static entry => (entry.Key!.Value, entry.Payload)), Is.EqualTo(packets));
    }

    [TestCase("013c" + "01000000" + "03000100" + "00000000", LedgerKind.MessageLate, TestName = "A payload that is a time of the past is late")]
    [TestCase("011c" + "03000100" + "02000000", LedgerKind.MessageLate, TestName = "Payloads that are times, without a base, are late")]
    [TestCase("013c" + "99000000" + "03000100" + "00000000", LedgerKind.MessageNotBuffered, TestName = "A payload that is a time of later is lost without a buffer")]
    [TestCase("0740" + "0300" + "0108" + "03000100", LedgerKind.MessageIncorrect, TestName = "A sequenced message without a buffer is incorrect")]
    [TestCase("0740" + "0200" + "0108" + "03000100", LedgerKind.MessageIncorrect, TestName = "A sequenced message for another region is incorrect")]
    [TestCase("0740" + "0301" + "0108" + "03000100", LedgerKind.MessageOutOfSequence, TestName = "A sequenced message with another number is ignored")]
    [TestCase("0000", LedgerKind.MessageIgnored, TestName = "An empty message is ignored")]
    [TestCase("6340", LedgerKind.MessageIgnored, TestName = "An unknown command is ignored")]
    public void Some_messages_come_to_nothing(string message, LedgerKind kind)
    {
        using var bench = new LiveBench();
        bench.Wait(ticks: 3);
        Assert.That(bench.Send(message, ticks: 200), Is.Empty);

        Assert.That(bench.Ledger.Entries.Select(static entry => entry.Kind), Is.EqualTo(new[] { LedgerKind.MessageReceived, kind }));
    }

    [Test]
    public void Keys_of_others_are_dropped_and_the_rest_of_the_message_goes_on()
    {
        using var bench = new LiveBench();
        Assert.That(bench.Send("0308" + "00000100" + "00000300" + "01000100"), Is.EqualTo(new[] { "0238" + "ffffffff" + "00000100" + "01000100" }));
        Assert.That((bench.Times(LedgerKind.EventIncorrectKey), bench.Times(LedgerKind.EventInjected)), Is.EqualTo((1, 2)));
    }

    [Test]
    public void An_injector_without_a_key_drops_everything()
    {
        using var bench = new LiveBench(injector: new LiveInjectorApplication { RunsAtOnce = true, Settings = new LiveInjectorSettings { Key = null } });
        Assert.That(bench.Send("0100" + "0300"), Is.Empty);
        Assert.That(bench.Times(LedgerKind.EventNotConnected), Is.EqualTo(1));
    }

    [Test]
    public void Payloads_that_are_times_wait_in_the_buffer_but_their_first_key_is_taken_for_the_time()
    {
        using var bench = new LiveBench(injector: LiveBench.MakeInjector(buffer: 256));
        bench.Wait(ticks: 3);
        bench.Send("013c" + "10000000" + "03000100" + "00000000", ticks: 100);
        bench.Send("0740" + "0300" + "0138" + "70000000" + "07000100", ticks: 100);

        Assert.That(bench.Times(LedgerKind.MessageBuffered), Is.EqualTo(2));
        Assert.That(bench.Times(LedgerKind.EventInjected), Is.Zero, "the first blocks all others");
    }

    [Test]
    public void Sequenced_messages_leave_in_order_and_those_of_the_past_at_once()
    {
        using var bench = new LiveBench(injector: LiveBench.MakeInjector(buffer: 256));
        bench.Wait(ticks: 3);
        Assert.That(bench.Send("0740" + "0300" + "0138" + "06000000" + "01000100", ticks: 0), Is.Empty);
        Assert.That(bench.Send("0740" + "0301" + "0138" + "04000000" + "02000100", ticks: 4), Is.Empty, "the second waits for the first");
        Assert.That(bench.Wait(ticks: 1), Is.EqualTo(new[] { "0238" + "06000000" + "01000100" + "02000100" }));
    }

    [Test]
    public void Sequenced_messages_are_numbered_modulo_256()
    {
        using var bench = new LiveBench(injector: LiveBench.MakeInjector(buffer: 64));
        for (int number = 0; number < 300; number++)
            Assert.That(bench.Send($"0740" + $"03{number & 0xFF:x2}" + "0100" + "0700", ticks: 2), Has.Length.EqualTo(1), $"{number}");
    }

    [Test]
    public void A_buffer_that_is_full_takes_no_more_and_the_number_stays()
    {
        using var bench = new LiveBench(injector: LiveBench.MakeInjector(buffer: 20));
        for (int number = 0; number < 3; number++)
            bench.Send($"0740" + $"03{number:x2}" + "0138" + "20000000" + "01000100", ticks: 0);
        Assert.That((bench.Times(LedgerKind.MessageBuffered), bench.Times(LedgerKind.MessageIncorrect)), Is.EqualTo((2, 1)));

        Assert.That(bench.Wait(ticks: 40), Has.Length.EqualTo(1));
        Assert.That(bench.Send("0740" + "0302" + "0100" + "0700", ticks: 2), Has.Length.EqualTo(1));
    }

    [Test]
    public void The_end_of_events_empties_the_buffer_and_ends_the_run_at_the_next_tick()
    {
        using var bench = new LiveBench(injector: LiveBench.MakeInjector(buffer: 256));
        bench.Send("0740" + "0300" + "0138" + "20000000" + "01000100", ticks: 2);
        bench.Send("0740" + "0301" + "0138" + "21000000" + "02000100", ticks: 0);
        bench.Send("0340", ticks: 0);
        Assert.That(ToolChain.StateOf(bench.Board, 1, 1, 1), Is.EqualTo(7));

        Assert.That(bench.Wait(ticks: 60), Is.Empty);
        Assert.That(ToolChain.StateOf(bench.Board, 1, 1, 1), Is.EqualTo(5));
        Assert.That(bench.Times(LedgerKind.MessageForgotten), Is.EqualTo(2));
    }

    [Test]
    public void A_buffer_with_room_asks_for_more_until_it_is_told_not_to()
    {
        var settings = new LiveInjectorSettings { KeyPrefix = LiveBench.Space, BufferSize = 64, SpaceBeforeRequest = 32, ReturnTag = 1 };
        using var bench = new LiveBench(injector: new LiveInjectorApplication { RunsAtOnce = true, Settings = settings });
        const string request = "0640" + "0101" + "0800" + "03ff" + "40000000";
        Assert.That(bench.Wait(ticks: 60), Is.EqualTo(new[] { request, request }));

        bench.Send("0440", ticks: 0);
        Assert.That(bench.Wait(ticks: 60), Is.Empty);
        bench.Send("0540", ticks: 0);
        Assert.That(bench.Wait(ticks: 30), Is.EqualTo(new[] { request, request }));
    }

    [Test]
    public void Its_counts_are_where_hosts_read_them_once_it_rests()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        var settings = new LiveInjectorSettings { KeyPrefix = LiveBench.Space, Key = LiveBench.Space, ChecksKeys = true };
        ToolChain.WriteData(bench, 1, 1, 1, [0, 1000, ToolChain.ControlPort], settings.ToWords(default), [], [], new uint[11]);
        ToolChain.Start(bench, 1, 1, "reverse_iptag_m", cores: 2);
        ToolChain.Control(bench, 1, 1, 1, 7, first: 20);
        ToolChain.Signal(bench, 4);
        string[] messages = ["0100" + "0300", "0208" + "00000100" + "00000300", "0740" + "0300" + "0100" + "0300", "011c" + "03000100" + "02000000", "0000"];
        foreach (string message in messages)
            bench.Send([0, 0, 7, 0xFF, (1 << 5) | 1, 0xFF, 1, 1, 0, 0, .. Convert.FromHexString(message)]);
        Assert.That(ToolChain.ReadRegion(bench, 1, 1, 1, 4, 11), Is.All.Zero, "while it runs there is nothing");

        bench.Wait(TimeSpan.FromMilliseconds(25));
        Assert.That(ToolChain.ReadRegion(bench, 1, 1, 1, 4, 11), Is.EqualTo(new uint[] { 0, 0, 0, 0, 0, 0, 5, 2, 1, 1, 1 }));
        Assert.That(ToolChain.StateOf(bench, 1, 1, 1), Is.EqualTo(5));
        bench.Send(Scp.Request(8, x: 1, y: 1, core: 1, port: 3));
        Assert.That(ToolChain.StateOf(bench, 1, 1, 1), Is.EqualTo(11));
    }

    [Test]
    public void The_ledger_follows_an_event_from_message_to_datagram()
    {
        using var bench = new LiveBench();
        bench.Send("0100" + "0300");

        Assert.That(
            bench.Ledger.Entries.Select(static entry => (entry.Kind, entry.Core)),
            Is.EqualTo(new[]
            {
                (LedgerKind.MessageReceived, LiveBench.Injector), (LedgerKind.EventInjected, LiveBench.Injector), (LedgerKind.EventReceived, LiveBench.Gatherer), (LedgerKind.EventGathered, LiveBench.Gatherer),
                (LedgerKind.MessageSent, LiveBench.Gatherer), (LedgerKind.DatagramSent, LiveBench.Gatherer), (LedgerKind.DatagramArrived, LiveBench.Gatherer),
            }));
        Assert.That(bench.Ledger.Missing, Is.Zero);
    }

    [Test]
    public void A_ledger_without_room_keeps_totals_only()
    {
        var ledger = new EventLedger(1);
        var core = new CoreLocation(1, 2, 3);
        ledger.Add(new LedgerEntry(default, LedgerKind.MessageSent, core, 5));
        ledger.Add(new LedgerEntry(default, LedgerKind.MessageSent, core with { Core = 4 }, 7));

        Assert.That((ledger.Entries.Count, ledger.Missing), Is.EqualTo((1, 1)));
        Assert.That((ledger.Total(LedgerKind.MessageSent), ledger.Total(LedgerKind.MessageSent, core)), Is.EqualTo((new LedgerTotal(2, 12), new LedgerTotal(1, 5))));
    }

    private static TestCaseData Case(string name, LiveInjectorSettings settings, string message, uint key, uint? payload = null, uint? second = null) =>
        new TestCaseData(settings, message, second is { } other ? new (uint, uint?)[] { (key, payload), (other, payload) } : [(key, payload)]).SetArgDisplayNames(name);
}
