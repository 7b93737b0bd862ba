using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>Packets between programs that execute, those that are acted, and routers.</summary>
[CancelAfter(60_000)]
internal sealed class PacketTests
{
    private const uint Received = 0x60140000;
    private const byte Application = 77;

    private static readonly ChipLocation s_east = new(1, 0);
    private static readonly CoreLocation s_sender = Bench.Core(1);

    [TestCase(0, TestName = "On the same chip")]
    [TestCase(1, TestName = "On the next chip")]
    public async Task Packets_reach_a_program_that_executes(int x, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        CoreLocation receiver = Bench.Core(3, x);
        await RouteAsync(bench, receiver);
        await bench.StartAsync("packets", [receiver], argument: 1);
        bench.WaitFor(receiver, CoreState.Running);
        await bench.StartAsync("packets", [s_sender]);
        bench.WaitFor(s_sender, CoreState.Finished);
        bench.Wait(1);

        Assert.That(Enumerable.Range(0, 4).Select(packet => (Word(bench, receiver, packet, 1), Word(bench, receiver, packet, 2))), Is.EqualTo(new[]
        {
            (0x1234u, 0u), (0x1235u, 0xabcdu), (0x77777777u, 0u), (0x88888888u, 0x99999999u),
        }));
        Assert.That(bench.UserOf(receiver, 1), Is.EqualTo(4), "no others");
        Assert.That(bench.Word(s_east, 0x60100000), Is.EqualTo(0x5eed5eed), "the packet that writes to a neighbour");
    }

    [TestCase(0, TestName = "Acted on the same chip")]
    [TestCase(1, TestName = "Acted on the next chip")]
    public async Task Packets_reach_a_program_that_is_acted(int x, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        CoreLocation receiver = Bench.Core(3, x);
        await RouteAsync(bench, receiver);
        var listener = new Listener();
        bench.Virtual.Run(receiver, listener);
        await bench.StartAsync("packets", [s_sender]);
        bench.WaitFor(s_sender, CoreState.Finished);
        bench.Wait(1);

        Assert.That(listener.Packets, Is.EqualTo(new (bool, uint, uint?)[] { (false, 0x1234, null), (false, 0x1235, 0xabcd), (true, 0x77777777, null), (true, 0x88888888, 0x99999999) }));
    }

    [TestCase(0, TestName = "From one that is acted on the same chip")]
    [TestCase(1, TestName = "From one that is acted on the next chip")]
    public async Task Packets_of_a_program_that_is_acted_reach_one_that_executes(int x, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        CoreLocation receiver = Bench.Core(3);
        CoreLocation sender = Bench.Core(2, x);
        await bench.RouteAsync(Application, new ChipLocation(0, 0), 0x4000, 0x40u << 3, 0xff00);
        await bench.RouteAsync(Application, s_east, 0x4000, 1 << 3, 0xff00);
        await bench.StartAsync("packets", [receiver], argument: 1);
        bench.WaitFor(receiver, CoreState.Running);
        bench.Virtual.Run(sender, new Sender(40));
        bench.Wait(2);

        Assert.That(bench.UserOf(receiver, 1), Is.EqualTo(40));
        Assert.That(Enumerable.Range(0, 40).Select(packet => Word(bench, receiver, packet, 1)), Is.EqualTo(Enumerable.Range(0x4000, 40)));
    }

    [Test]
    public async Task Packets_without_an_entry_go_straight_on_or_nowhere_and_those_that_nobody_takes_are_dropped(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken, new VirtualMachineOptions { Board = BoardType.Spin5 });
        CoreLocation idler = Bench.Core(5);
        var listener = new Listener();
        await bench.RouteAsync(Application, new ChipLocation(0, 0), 0x6666, 1);
        await bench.RouteAsync(Application, new ChipLocation(2, 0), 0x6666, 0x40u << 3);
        bench.Virtual.Run(Bench.Core(3, 2), listener);
        await bench.RouteAsync(Application, new ChipLocation(0, 0), 0x7770, 0x40u << 5, 0xfff0);
        await bench.StartAsync("routing", [idler], argument: 1);
        bench.WaitFor(idler, CoreState.Running);
        RouterDiagnostics before = await bench.RunAsync(bench.Transceiver.Routing.GetDiagnosticsAsync(Bench.Root, cancellationToken));
        await bench.StartAsync("routing", [s_sender]);
        bench.WaitFor(s_sender, CoreState.Finished);
        RouterDiagnostics after = await bench.RunAsync(bench.Transceiver.Routing.GetDiagnosticsAsync(Bench.Root, cancellationToken));

        // Four wait before the core, and are not lost.
        Assert.That(after.Counters[8] - before.Counters[8], Is.EqualTo(1 + 12 - 4));
        Assert.That(bench.UserOf(s_sender, 1), Is.EqualTo(0x7774), "the first that was dropped for want of room");
        Assert.That(bench.UserOf(s_sender, 2), Is.EqualTo(0x40u << 5), "which waited for this core");
        Assert.That(bench.UserOf(s_sender, 3) >> 30, Is.EqualTo(3), "and there were others");
        Assert.That(listener.Packets, Is.EqualTo(new (bool, uint, uint?)[] { (false, 0x6666, null) }), "two chips away, of which only the second has an entry");
    }

    [TestCase(false, TestName = "A router keeps the packet that it dropped: modelled")]
    [TestCase(true, TestName = "A router keeps the packet that it dropped: executed")]
    public async Task A_router_keeps_the_packet_that_it_dropped(bool isExecuted, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        if (isExecuted)
        {
            await bench.StartAsync("routing", [Bench.Core(5)], argument: 1);
            bench.WaitFor(Bench.Core(5), CoreState.Running);
        }

        bench.Virtual.BreakLink(Bench.Root, 1);
        await bench.RouteAsync(Application, Bench.Root, 0x1234, 1 << 1);
        await bench.RouteAsync(Application, Bench.Root, 0x1240, 0b110);
        Assert.That(Dump(), Is.EqualTo(new uint[] { 0, 0, 0, 0, 0 }));

        SendFrom(0x1234, 0xCAFE);
        Assert.That(Dump(), Is.EqualTo(new uint[] { 0x07020000, 0x1234, 0xCAFE, 0b10, 0x80000002 }), "from a core of the chip");
        Assert.That(Dump()[4], Is.Zero, "it was taken");
        Assert.That(Dump()[3], Is.EqualTo(0b10), "the rest stays");

        SendFrom(0x1234, null);
        SendFrom(0x1240, null);
        Assert.That(bench.Word(Bench.Root, MemoryMap.Router + 4) & 0xA0000000, Is.EqualTo(0xA0000000));
        Assert.That(bench.Word(Bench.Root, MemoryMap.Router + 4) & 0xA0000000, Is.Zero, "it was read");
        Assert.That(Dump(), Is.EqualTo(new uint[] { 0x07000000, 0x1234, 0, 0b10, 0xC0000002 }), "the first of two");

        bench.Virtual.BreakLink(Bench.Root, 1, isBroken: false);
        SendFrom(0x1234, 1);
        SendFrom(0x9999, 1);
        Assert.That(Dump()[4], Is.Zero, "one arrived, and the other had no way that could be kept");

        uint[] Dump() => [.. Enumerable.Range(0, 5).Select(word => bench.Word(Bench.Root, MemoryMap.Router + 0x18 + (4 * (uint)word)))];

        void SendFrom(uint key, uint? payload)
        {
            bench.Virtual.Run(Bench.Core(2), new Once(key, payload));
            bench.Wait(1);
        }
    }

    [Test]
    public async Task A_packet_that_a_router_keeps_stays_when_its_chip_begins_to_execute(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        bench.Virtual.BreakLink(Bench.Root, 2);
        await bench.RouteAsync(Application, Bench.Root, 0x1234, 1 << 2);
        bench.Virtual.Run(Bench.Core(2), new Once(0x1234, 7));
        bench.Wait(1);
        await bench.StartAsync("routing", [Bench.Core(5)], argument: 1);
        bench.WaitFor(Bench.Core(5), CoreState.Running);

        Assert.That(bench.Word(Bench.Root, MemoryMap.Router + 0x28), Is.EqualTo(0x80000004));
    }

    [Test]
    public async Task A_packet_for_a_link_that_is_full_is_kept_where_it_could_not_leave(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        CoreLocation receiver = Bench.Core(5, 1);
        await bench.StartAsync("routing", [receiver], argument: 1);
        bench.WaitFor(receiver, CoreState.Running);
        await bench.RouteAsync(Application, Bench.Root, 0x4000, 1, 0xf000);
        await bench.RouteAsync(Application, s_east, 0x4000, 0x40u << 5, 0xf000);
        bench.SetWord(s_east, MemoryMap.RouterControl, 0xffff0001);
        bench.Virtual.Run(Bench.Core(2), new Sender(2000));
        bench.Wait(1);

        Assert.That(bench.Word(Bench.Root, MemoryMap.RouterCounters + (4 * (uint)RouterRegister.DroppedMulticast)), Is.InRange(1, 1000));
        Assert.That(bench.Word(s_east, MemoryMap.RouterCounters + (4 * (uint)RouterRegister.DroppedMulticast)), Is.Zero);
        Assert.That(bench.Word(Bench.Root, MemoryMap.Router + 0x24), Is.EqualTo(1));
    }

    [Test]
    public async Task Packets_that_go_round_in_a_circle_of_executing_chips_die(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        var north = new ChipLocation(0, 1);
        CoreLocation other = Bench.Core(1, 0, 1);
        await bench.StartAsync("routing", [other], argument: 1);
        foreach (ChipLocation chip in new[] { Bench.Root, north })
            await bench.RouteAsync(Application, chip, 0x1234, 1 << 2, 0xfffffffe);

        (uint Routed, uint Dropped) before = await CountAsync();
        await bench.StartAsync("packets", [s_sender]);
        bench.WaitFor(s_sender, CoreState.Finished);
        bench.Wait(5);
        (uint Routed, uint Dropped) after = await CountAsync();
        bench.Wait(20);

        Assert.That(await CountAsync(), Is.EqualTo(after), "nothing moves any longer");
        Assert.That(after.Routed - before.Routed, Is.InRange(2 * 1023, (2 * 1024) + 512), "two packets over so many links, and the signals of monitors");
        Assert.That(after.Dropped - before.Dropped, Is.EqualTo(2));

        async Task<(uint Routed, uint Dropped)> CountAsync()
        {
            uint routed = 0;
            uint dropped = 0;
            foreach (ChipLocation chip in new[] { Bench.Root, north })
            {
                RouterDiagnostics counters = await bench.RunAsync(bench.Transceiver.Routing.GetDiagnosticsAsync(chip, cancellationToken));
                routed += (uint)counters.Counters[1];
                dropped += (uint)counters.Counters[8];
            }

            return (routed, dropped);
        }
    }

    [Test]
    public async Task Packets_and_messages_cross_from_board_to_board(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken, new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) });
        ChipLocation from = bench.Transceiver.Machine.Chips.Where(static chip => chip.NearestEthernet == Bench.Root).Select(static chip => chip.Location).First(IsAtEdge);
        ChipLocation to = East(from);
        (CoreLocation sender, CoreLocation receiver) = (new CoreLocation(from, 1), new CoreLocation(to, 3));
        await bench.RouteAsync(Application, from, 0x1234, 1, 0xfffffffe);
        await bench.RouteAsync(Application, to, 0x1234, 0x40u << 3, 0xfffffffe);
        bench.SetWord(from, 0xe1000084, 1);
        bench.SetWord(to, 0xe1000084, 0x40u << 3);
        await bench.StartAsync("packets", [receiver], argument: 1);
        bench.WaitFor(receiver, CoreState.Running);
        await bench.StartAsync("packets", [sender]);
        bench.WaitFor(sender, CoreState.Finished);
        bench.Wait(1);

        Assert.That(Enumerable.Range(0, 4).Select(packet => (Word(bench, receiver, packet, 1), Word(bench, receiver, packet, 2))), Is.EqualTo(new[]
        {
            (0x1234u, 0u), (0x1235u, 0xabcdu), (0x77777777u, 0u), (0x88888888u, 0x99999999u),
        }));
        Assert.That(bench.Word(to, 0x60100000), Is.EqualTo(0x5eed5eed), "the packet that writes to a neighbour");

        await bench.StartAsync("answer", [new CoreLocation(to, 5)]);
        Assert.That(await bench.AskAsync(new CoreLocation(to, 5), 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), Is.Not.Null, "by the first board");

        bool IsAtEdge(ChipLocation chip) => bench.Transceiver.Machine.Chips.Any(other => other.Location == East(chip) && other.NearestEthernet != Bench.Root);

        static ChipLocation East(ChipLocation chip) => new((byte)(chip.X + 1), chip.Y);
    }

    private static async Task RouteAsync(Bench bench, CoreLocation receiver)
    {
        uint here = 0x40u << receiver.Core;
        bool isNext = receiver.X == 1;
        await bench.RouteAsync(Application, Bench.Root, 0x1234, isNext ? 1 : here, 0xfffffffe);
        if (isNext)
            await bench.RouteAsync(Application, s_east, 0x1234, here, 0xfffffffe);

        foreach (ChipLocation chip in new[] { Bench.Root, s_east })
            bench.SetWord(chip, 0xe1000084, chip == receiver.Chip ? here : 1);
    }

    private static uint Word(Bench bench, CoreLocation receiver, int packet, int word) => bench.Word(receiver.Chip, Received + (16 * (uint)packet) + (4 * (uint)word));

    private sealed class Listener : IVirtualCoreApplication
    {
        public List<(bool IsFixedRoute, uint Key, uint? Payload)> Packets { get; } = [];

        public string Name => "listener";

        public void OnMulticast(IVirtualCore core, uint key, uint? payload) => Packets.Add((false, key, payload));

        public void OnFixedRoute(IVirtualCore core, uint data, uint? payload) => Packets.Add((true, data, payload));

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }
    }

    private sealed class Once(uint key, uint? payload) : IVirtualCoreApplication
    {
        public string Name => "once";

        public void OnStart(IVirtualCore core) => core.SendMulticast(key, payload);

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }
    }

    private sealed class Sender(int count) : IVirtualCoreApplication
    {
        public string Name => "sender";

        public void OnStart(IVirtualCore core)
        {
            for (uint packet = 0; packet < count; packet++)
                core.SendMulticast(0x4000 + packet);
        }

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }
    }
}
