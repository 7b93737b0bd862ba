using SpiNNMan.Async.Emulation.Peripherals;

namespace SpiNNMan.Async.Emulation.Tests.Peripherals;

/// <summary>The interrupt controller, timers, communications controller and DMA controller of a core, register by register.</summary>
internal sealed class PrivatePeripheralTests
{
    private int _changes;
    private readonly VectoredInterruptController _vic;

    public PrivatePeripheralTests() => _vic = new VectoredInterruptController(() => _changes++);

    [Test]
    public void A_source_asks_when_it_is_enabled_and_selects_its_line()
    {
        _vic.SetLine(4, true);
        Assert.That((_vic.Read(0x08), _vic.Irq), Is.EqualTo((0x10u, false)));

        _vic.Write(0x10, 0x10);
        Assert.That((_vic.Read(0x00), _vic.Read(0x04), _vic.Irq, _vic.Fiq), Is.EqualTo((0x10u, 0u, true, false)));

        _vic.Write(0x0c, 0x10);
        Assert.That((_vic.Read(0x00), _vic.Read(0x04), _vic.Irq, _vic.Fiq), Is.EqualTo((0u, 0x10u, false, true)));

        _vic.Write(0x14, 0x10);
        Assert.That((_vic.Irq, _vic.Fiq, _vic.Read(0x10)), Is.EqualTo((false, false, 0u)));
        Assert.That(_changes, Is.EqualTo(3));
    }

    [Test]
    public void Reading_the_vector_enters_and_only_better_slots_interrupt()
    {
        _vic.Write(0x100, 0xaaaa);
        _vic.Write(0x200, 0x20 | 3);
        _vic.Write(0x114, 0xbbbb);
        _vic.Write(0x214, 0x20 | 7);
        _vic.Write(0x34, 0xdddd);
        _vic.Write(0x10, uint.MaxValue);

        _vic.Write(0x18, 1 << 7);
        Assert.That((_vic.Irq, _vic.Read(0x30), _vic.Irq), Is.EqualTo((true, 0xbbbbu, false)));
        _vic.Write(0x18, 1 << 9);
        Assert.That(_vic.Irq, Is.False, "no slot is worse than slot 5");
        _vic.Write(0x18, 1 << 3);
        Assert.That((_vic.Irq, _vic.Read(0x30), _vic.Irq), Is.EqualTo((true, 0xaaaau, false)));
        _vic.Write(0x1c, 1 << 3);
        _vic.Write(0x30, 0);
        Assert.That(_vic.Irq, Is.False, "slot 5 is still entered");
        _vic.Write(0x1c, 1 << 7);
        _vic.Write(0x30, 0);
        Assert.That((_vic.Irq, _vic.Read(0x30), _vic.Irq), Is.EqualTo((true, 0xddddu, false)));
        Assert.That(_vic.Read(0x30), Is.EqualTo(0xdddd), "nothing better: the default, and nothing is entered");
        _vic.Write(0x30, 0);
        Assert.That(_vic.Irq, Is.True);
    }

    [Test]
    public void Leaving_more_often_than_entering_does_nothing()
    {
        for (int time = 0; time < 40; time++) _vic.Write(0x30, 0);
        _vic.Write(0x10, 1);
        _vic.Write(0x18, 1);
        for (int time = 0; time < 40; time++) _vic.Read(0x30);

        Assert.That(_vic.Irq, Is.False);
        _vic.Write(0x30, 0);
        Assert.That(_vic.Irq, Is.True);
    }

    [Test]
    public void A_periodic_timer_goes_on_from_the_background_load()
    {
        CountdownTimer timer = new();
        timer.Write(0x00, 1000, 50);
        timer.Write(0x08, 0xe2, 100);

        Assert.That((timer.Read(0x04, 100), timer.Read(0x04, 1099), timer.NextInterrupt), Is.EqualTo((1000u, 1u, 1100L)));
        timer.Write(0x18, 300, 600);
        Assert.That((timer.Read(0x10, 1100), timer.Read(0x14, 1100), timer.Read(0x04, 1100), timer.Read(0x00, 1100)), Is.EqualTo((1u, 1u, 300u, 300u)));
        Assert.That(timer.NextInterrupt, Is.EqualTo(long.MaxValue), "it is up");
        timer.Write(0x0c, 0, 1110);
        Assert.That((timer.IsUp, timer.NextInterrupt), Is.EqualTo((false, 1400L)));
        Assert.That(timer.Read(0x04, 1400 + (300 * 1000) + 1), Is.EqualTo(299));
    }

    [TestCase(0xa3u, 0u, 0u, TestName = "A_one_shot_timer_halts")]
    [TestCase(0xa2u, 0xfffffff6u, 1u, TestName = "A_free_timer_wraps")]
    [TestCase(0xa0u, 0xfff6u, 1u, TestName = "A_narrow_timer_wraps_at_16_bits")]
    public void At_zero(uint control, uint after, uint runs)
    {
        CountdownTimer timer = new();
        timer.Write(0x00, 100, 0);
        timer.Write(0x08, control, 0);

        Assert.That(timer.Read(0x04, 100 + (runs == 0 ? 10 : 9)), Is.EqualTo(after));
        Assert.That(timer.IsUp, Is.True);
    }

    [TestCase(0xe6u, 16)]
    [TestCase(0xeau, 256)]
    public void A_prescaler_divides(uint control, int clocks)
    {
        CountdownTimer timer = new();
        timer.Write(0x08, control, 0);
        timer.Write(0x00, 10, 0);

        Assert.That(timer.NextInterrupt, Is.EqualTo(10 * clocks));
        Assert.That(timer.Read(0x04, (3 * clocks) + 1), Is.EqualTo(7));
    }

    [Test]
    public void A_timer_of_no_length_asks_once()
    {
        CountdownTimer timer = new();
        timer.Write(0x08, 0xe2, 5);
        timer.Write(0x00, 0, 10);

        Assert.That((timer.IsUp, timer.NextInterrupt), Is.EqualTo((true, long.MaxValue)));
        timer.Write(0x0c, 0, 11);
        Assert.That((timer.IsUp, timer.NextInterrupt), Is.EqualTo((false, long.MaxValue)));
    }

    [Test]
    public void Two_packets_wait_to_leave_and_a_third_is_lost()
    {
        Sink sink = new();
        CommunicationsController controller = new(_vic, sink);
        controller.Write(0x18, 0x07000102, 0);
        Assert.That(controller.Read(0, 0), Is.EqualTo(0x90000000));

        controller.Write(0x00, 0x400000, 0);
        controller.Write(0x04, 5, 0);
        controller.Write(0x08, 0x77, 0);
        Assert.That(controller.Read(0, 0), Is.EqualTo(0x10420000));
        controller.Write(0x08, 0x78, 0);
        Assert.That(controller.Read(0, 0), Is.EqualTo(0x40420000));
        controller.Write(0x08, 0x79, 0);
        Assert.That(controller.Read(0, 0), Is.EqualTo(0x60420000));

        controller.CatchUp(29);
        Assert.That(sink.Packets, Is.Empty);
        controller.CatchUp(90);
        Assert.That(sink.Packets, Is.EqualTo(new[] { (new Packet(0x42, 0x77, 5, 0x102), 7, 30L), (new Packet(0x42, 0x78, 5, 0x102), 7, 90L) }));
        Assert.That(controller.Read(0, 90), Is.EqualTo(0xf0420000), "full and overrun stay until written");
        controller.Write(0x00, 0, 90);
        Assert.That(controller.Read(0, 90), Is.EqualTo(0x90000000));
    }

    [Test]
    public void Packets_wait_while_the_router_has_no_room()
    {
        Sink sink = new() { HasRoom = false };
        CommunicationsController controller = new(_vic, sink);
        controller.Write(0x08, 1, 0);
        controller.CatchUp(1000);
        Assert.That((controller.NextTime, controller.Read(0, 1000) >> 31), Is.EqualTo((long.MaxValue, 0u)));

        sink.HasRoom = true;
        controller.Resume(1000);
        controller.CatchUp(1000);
        Assert.That(sink.Packets, Has.Count.EqualTo(1));
        Assert.That(_vic.Read(0x08) & (1 << 11), Is.Not.Zero);
    }

    [Test]
    public void Reading_the_key_takes_a_packet_and_the_line_is_of_the_one_at_the_front()
    {
        Sink sink = new();
        CommunicationsController controller = new(_vic, sink);
        controller.Reserve();
        controller.Reserve();
        controller.Deliver(new Packet(0x02, 11, 12, 0), 3);
        controller.Deliver(new Packet(0x40, 0x0005, 0, 0x0203), 7);

        Assert.That(_vic.Read(0x08) & 0x0f000040, Is.EqualTo(0x01000040));
        Assert.That((controller.Read(0x0c, 0), controller.Read(0x10, 0), controller.Read(0x14, 0)), Is.EqualTo((0x93020000u, 12u, 11u)));
        Assert.That(_vic.Read(0x08) & 0x0f000040, Is.EqualTo(0x02000040));
        Assert.That((controller.Read(0x0c, 0), controller.Read(0x14, 0)), Is.EqualTo((0x97400000u, 0x203u)));
        Assert.That((_vic.Read(0x08) & 0x0f000040, controller.Read(0x0c, 0), controller.Read(0x14, 0), sink.Taken), Is.EqualTo((0u, 0u, 0u, 2)));
    }

    [Test]
    public void A_core_has_four_places()
    {
        CommunicationsController controller = new(_vic, new Sink());
        for (int packet = 0; packet < 4; packet++)
        {
            Assert.That(controller.HasRoom, Is.True);
            controller.Reserve();
        }

        Assert.That(controller.HasRoom, Is.False);
    }

    [Test]
    public void One_transfer_is_under_way_and_one_waits()
    {
        Memory memory = new();
        DmaController dma = new(6, _vic, memory);
        Start(dma, 0x60000000, 0x00401000, 400, 0);
        Start(dma, 0x60000400, 0x00402000, 40 | (1 << 19), 0);
        Start(dma, 0x60000800, 0x00403000, 4, 0);

        Assert.That((dma.Read(0x14, 0), dma.Read(0x104, 0), dma.Read(0x108, 0), dma.NextTime), Is.EqualTo((0x06000005u, 0x60000000u, 0x00401000u, 120L)));
        Assert.That(dma.Read(0x14, 120), Is.EqualTo(0x06000401));
        Assert.That(dma.Read(0x14, 150), Is.EqualTo(0x06000400));
        Assert.That(memory.Moves, Is.EqualTo(new[] { (0x60000000u, 0x00401000u, 400u, false), (0x60000400u, 0x00402000u, 40u, true) }), "a third is ignored");
        dma.Write(0x10, 8, 150);
        Assert.That(dma.Read(0x14, 150), Is.EqualTo(0x06000400), "two were done");
        dma.Write(0x10, 8, 150);
        Assert.That((dma.Read(0x14, 150), memory.ActiveTransfers), Is.EqualTo((0x06000000u, 0)));
    }

    [Test]
    public void Transfers_ask_if_they_may_and_slow_each_other_down()
    {
        Memory memory = new() { ActiveTransfers = 2 };
        DmaController dma = new(6, _vic, memory);
        dma.Write(0x18, 1 << 10, 0);
        Start(dma, 0x60000000, 0, 400, 0);
        Assert.That(dma.NextTime, Is.EqualTo(320));
        dma.CatchUp(320);
        Assert.That(_vic.Read(0x08) & (1 << 12), Is.Not.Zero);
        dma.Write(0x10, 8, 320);
        Assert.That(_vic.Read(0x08) & (1 << 12), Is.Zero);
    }

    [Test]
    public void Transfers_can_be_given_up_and_fail()
    {
        Memory memory = new();
        DmaController dma = new(6, _vic, memory);
        Start(dma, 0x60000000, 0, 400, 0);
        Start(dma, 0x60000000, 0, 400, 0);
        dma.Write(0x10, 3, 10);
        Assert.That((dma.Read(0x14, 1000), memory.Moves.Count, memory.ActiveTransfers), Is.EqualTo((0x06000000u, 0, 0)));

        memory.IsThere = false;
        dma.Write(0x18, 1 << 15, 1000);
        Start(dma, 0x90000000, 0, 4, 1000);
        Assert.That((dma.Read(0x14, 1021), _vic.Read(0x08) & (1 << 13)), Is.EqualTo((0x06008000u, 1u << 13)));
        dma.Write(0x10, 0x3f, 1021);
        Assert.That((dma.Read(0x14, 1021), _vic.Read(0x08) & (1 << 13)), Is.EqualTo((0x06000000u, 0u)));
    }

    private static void Start(DmaController dma, uint system, uint local, uint what, long now)
    {
        dma.Write(0x04, system, now);
        dma.Write(0x08, local, now);
        dma.Write(0x0c, what, now);
    }

    private sealed class Sink : IPacketSink
    {
        public bool HasRoom { get; set; } = true;

        public int Taken { get; private set; }

        public List<(Packet, int, long)> Packets { get; } = [];

        public bool TryTake(Packet packet, int link, long now)
        {
            if (HasRoom) Packets.Add((packet, link, now));
            return HasRoom;
        }

        public void CoreHasRoom(long now) => Taken++;
    }

    private sealed class Memory : IDmaMemory
    {
        public int ActiveTransfers { get; set; }

        public bool IsThere { get; set; } = true;

        public List<(uint, uint, uint, bool)> Moves { get; } = [];

        public bool Move(uint system, uint local, uint length, bool isToSystem)
        {
            if (IsThere) Moves.Add((system, local, length, isToSystem));
            return IsThere;
        }
    }
}
