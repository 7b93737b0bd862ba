using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Tests.Support;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Tests.Chips;

/// <summary>Programs from test/Programs/Chip, on chips.</summary>
internal sealed class ProgramTests
{
    [Test]
    public void A_timer_asks_each_ten_microseconds()
    {
        using TestMachine machine = new();
        machine.Start(0, 1, "timer");

        machine.Run(2);

        Assert.That(machine.Result(0, 1, 3), Is.EqualTo(0x600d));
        Assert.That(machine.Result(0, 1, 0), Is.EqualTo(100));
        Assert.That(machine.Result(0, 1, 1), Is.EqualTo(99 * 2000).Within(60));
        Assert.That(machine.Chip.Cores[1].Arm.IsSleeping, Is.True);
    }

    [Test]
    public void Dma_moves_words_both_ways_and_takes_time()
    {
        using TestMachine machine = new();
        machine.Start(0, 3, "dma");

        machine.Run(5);

        Assert.That(machine.Result(0, 3, 5), Is.EqualTo(0x600d));
        Assert.That(machine.Result(0, 3, 0), Is.EqualTo(3));
        Assert.That(machine.Result(0, 3, 1), Is.Zero);
        Assert.That(machine.Result(0, 3, 2), Is.InRange(2 * (1024 + 20), (2 * (1024 + 20)) + 200));
        Assert.That(machine.Result(0, 3, 3), Is.EqualTo(0x03000005), "busy, one more waits, core 3");
        Assert.That(machine.Result(0, 3, 4), Is.EqualTo(64));
    }

    [Test]
    public void Seventeen_cores_share_a_lock()
    {
        using TestMachine machine = new();
        for (int core = 1; core < 18; core++) machine.Start(0, core, "locks", (uint)core);

        machine.Run(20);

        uint[] counts = Enumerable.Range(1, 17).Select(core => machine.Result(0, core, 0)).ToArray();
        Assert.That(counts, Is.All.EqualTo(500));
        Assert.That(machine.Word(0, 1, 0xf5000000), Is.EqualTo(17 * 500));
        Assert.That(machine.Word(0, 1, 0xf5000004), Is.Zero, "nobody was inside together");
        Assert.That(machine.Chip.Devices.System.Locks, Is.Zero);
    }

    [Test]
    public void Locks_go_around()
    {
        using TestMachine machine = new();
        for (int core = 1; core < 18; core++) machine.Start(0, core, "locks", (uint)core);

        machine.Run(1);

        uint[] counts = Enumerable.Range(1, 17).Select(core => machine.Result(0, core, 0)).ToArray();
        Assert.That(counts.Min(), Is.GreaterThan(counts.Max() / 2), string.Join(' ', counts));
    }

    [Test]
    public void Interrupts_nest_by_priority_and_fast_ones_go_before_all()
    {
        using TestMachine machine = new();
        machine.Start(0, 1, "nesting");

        machine.Run(1);

        uint[] order = Enumerable.Range(1, (int)machine.Result(0, 1, 0)).Select(index => machine.Result(0, 1, index)).ToArray();
        Assert.That(order, Is.EqualTo(new uint[] { 1, 2, 4, 5, 6, 7, 8, 9, 10, 99 }));
    }

    [Test]
    public void Packets_of_all_types_reach_another_chip()
    {
        using TestMachine machine = new TestMachine(2).Line();
        machine.Start(1, 0, "receive");
        machine.Start(1, 5, "receive");
        machine.Route(0, 0, 0x100, 0xffffff00, links: 1, cores: 0);
        machine.Route(1, 7, 0x100, 0xffffff00, links: 0, cores: 1 << 5);
        machine.Machine.Chips[0].Devices.Router.Write(0x10000 + (4 * (0x0100 >> 3)), 0xdb6db0, 0);
        machine.Machine.Chips[1].Devices.Router.Write(0x10000 + (4 * (0x0100 >> 3)), 0xdb6db7, 0);
        machine.Machine.Chips[0].Devices.Router.Write(0x84, 1, 0);
        machine.Machine.Chips[1].Devices.Router.Write(0x84, 1 << (6 + 5), 0);
        machine.Put(0, 2, TestMachine.Data + 4, 0x07001234);

        machine.Send(0, 2, [0x00, 0, 0x123], [0x02, 0xdada, 0x124], [0x42, 77, 0x0100], [0x82, 88, 0x5000], [0xc2, 99, 0x6000]);
        machine.Run(1);

        Assert.That(machine.Result(0, 2, 0), Is.EqualTo(0x600d));
        Assert.That(machine.Received(1, 5), Is.EqualTo(new (uint, uint, uint, uint)[]
        {
            (0x93000000, 0, 0x123, 0),
            (0x93020000, 0xdada, 0x124, 0),
            (0x93c20000, 99, 0x6000, 3),
        }));
        Assert.That(machine.Received(1, 0), Is.EqualTo(new (uint, uint, uint, uint)[]
        {
            (0x93420000, 77, 0x1234, 1),
            (0x93820000, 88, 0x5000, 2),
        }));
    }

    [Test]
    public void A_packet_that_no_entry_matches_goes_straight_on_and_is_dropped_where_it_was_sent()
    {
        using TestMachine machine = new TestMachine(3).Line();
        machine.Start(2, 1, "receive");
        machine.Route(0, 0, 0x100, 0xffffffff, links: 1, cores: 0);
        machine.Route(2, 0, 0x100, 0xffffffff, links: 0, cores: 1 << 1);
        var first = machine.Machine.Chips[0].Devices.Router;
        var second = machine.Machine.Chips[1].Devices.Router;
        first.Write(0x200, 0x0001fcff, 0);
        second.Write(0x200, 0x01fef4ff, 0);
        first.Write(0x2c, 1, 0);
        second.Write(0x2c, 1, 0);

        machine.Send(0, 2, [0, 0, 0x100], [0, 0, 0x999]);
        machine.Run(1);

        Assert.That(machine.Received(2, 1).Select(packet => packet.Key), Is.EqualTo(new uint[] { 0x100 }));
        Assert.That(first.Read(0x300), Is.EqualTo(1), "dropped");
        Assert.That(second.Read(0x300), Is.EqualTo(1), "default routed");
    }

    [Test]
    public void Neighbours_read_and_write_memory_without_a_core()
    {
        using TestMachine machine = new TestMachine(2).Line();
        machine.Start(0, 0, "receive");
        machine.Put(1, 0, 0x60000040, 0x1234abcd);

        machine.Send(0, 1, [0xa0, 0, 0x60000040], [0xa2, 0x5555, 0xf5000010], [0xa0, 0, 0xf2000000]);
        machine.Run(1);

        Assert.That(machine.Received(0, 0).Select(packet => (packet.Key, packet.Payload)),
            Is.EqualTo(new (uint, uint)[] { (0x60000041, 0x1234abcd), (0xf5000011, 0), (0xf2000001, 0x59111012) }));
        Assert.That(machine.Word(1, 0, 0xf5000010), Is.EqualTo(0x5555));
    }

    [Test]
    public void Sleeping_cores_cost_no_slices()
    {
        using TestMachine machine = new(chips: 4, new ChipOptions { WaitsForImage = false });
        machine.Square();
        machine.Run(1);

        machine.Machine.RunTo(VirtualTime.Second * 3600);

        Assert.That(machine.Machine.Chips.SelectMany(chip => chip.Cores).Select(core => core.Arm.IsSleeping), Is.All.True);
        Assert.That(machine.Chip.Cores[1].Arm.Time, Is.LessThan(VirtualTime.Millisecond));
    }
}
