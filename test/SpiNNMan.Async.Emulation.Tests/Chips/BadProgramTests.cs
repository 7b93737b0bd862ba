using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Chips;

/// <summary>Programs that do harm stop neither the others nor the machine.</summary>
internal sealed class BadProgramTests
{
    // Each is run on core 1 while core 2 runs timer.c.
    private static readonly uint[] s_never = [0xeafffffe];
    private static readonly uint[] s_nothing = [0xe3a0f209];                                                        // mov pc, #90000000
    private static readonly uint[] s_spin = [0xe59f1008, 0xe5910000, 0xe5910000, 0xeafffffc, 0xf2000114];           // ldr r1,=lock; ldr r0,[r1] twice; again
    private static readonly uint[] s_flood = [0xe3a01201, 0xe5812008, 0xeafffffd];                                  // mov r1,#10000000; str r2,[r1,#8]; again
    private static readonly uint[] s_everywhere = [0xe3a01000, 0xe4810004, 0xe2811ffa, 0xeafffffc];                 // r1 = 0; str r0,[r1],#4; add r1,#1000; again
    private static readonly uint[] s_timer = [0xe3a01411, 0xe3a020e2, 0xe3a03001, 0xe5813000, 0xe5812008, 0xe581300c, 0xeafffffc];

    private static IEnumerable<TestCaseData> Programs =>
    [
        new TestCaseData(s_never).SetName("Sleeps_never"),
        new TestCaseData(s_nothing).SetName("Jumps_into_nothing"),
        new TestCaseData(s_spin).SetName("Spins_on_a_lock_for_ever"),
        new TestCaseData(s_flood).SetName("Sends_without_looking"),
        new TestCaseData(s_everywhere).SetName("Writes_everywhere"),
        new TestCaseData(s_timer).SetName("Has_a_timer_of_one_clock"),
    ];

    [TestCaseSource(nameof(Programs))]
    public void Others_go_on(uint[] program)
    {
        using TestMachine machine = new(2);
        machine.Line();
        for (int core = 3; core < 18; core++) machine.Start(0, core, program);
        machine.Start(0, 1, program);
        machine.Start(0, 2, "timer");
        machine.Start(1, 2, "timer");

        machine.Run(1.5);

        Assert.That(machine.Result(0, 2, 0), Is.EqualTo(100));
        Assert.That(machine.Result(1, 2, 0), Is.EqualTo(100));
    }

    [Test]
    public void A_core_that_takes_no_packets_holds_up_others_no_longer_than_the_waits()
    {
        using TestMachine machine = new();
        machine.Route(0, 0, 1, uint.MaxValue, links: 0, cores: 1 << 3);
        machine.Route(0, 1, 2, uint.MaxValue, links: 0, cores: 1 << 4);
        machine.Start(0, 4, "receive");
        machine.Chip.Devices.Router.Write(0x200, 0x0001ffff & ~0x300u, 0);
        machine.Chip.Devices.Router.Write(0x2c, 1, 0);

        machine.Send(0, 2, [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1], [2, 9, 1], [0, 0, 2]);
        machine.Run(1);

        Assert.That(machine.Received(0, 4), Has.Count.EqualTo(1));
        Assert.That(machine.Chip.Devices.Router.Read(0x300), Is.EqualTo(2), "four wait, two are dropped");
        Assert.That(machine.Chip.Devices.Router.Read(0x04), Is.EqualTo(0xa0000000));
        Assert.That(machine.Chip.Devices.Router.Read(0x1c), Is.EqualTo(1));
        Assert.That(machine.Chip.Devices.Router.Read(0x20), Is.Zero, "the first of them");
        Assert.That(machine.Chip.Devices.Router.Read(0x24), Is.EqualTo(1 << 9));
        Assert.That(machine.Chip.Devices.Router.Read(0x28) >> 30, Is.EqualTo(3), "and there was another");
        Assert.That(machine.Chip.Devices.Router.Read(0x28), Is.Zero);
    }

    [Test]
    public void With_waits_for_ever_nothing_is_lost()
    {
        using TestMachine machine = new();
        machine.Chip.Devices.Router.Write(0, 0xffff0007, 0);
        machine.Route(0, 0, 0, 0, links: 0, cores: 1 << 3);
        machine.Send(0, 2, Enumerable.Range(0, 40).Select(key => new[] { 0u, 0u, (uint)key }).ToArray());
        machine.Run(1);
        Assert.That(machine.Result(0, 2, 0), Is.Zero, "the sender waits");

        machine.Start(0, 3, "receive");
        machine.Run(1);

        Assert.That(machine.Result(0, 2, 0), Is.EqualTo(0x600d));
        Assert.That(machine.Received(0, 3).Select(packet => packet.Key), Is.SubsetOf(Enumerable.Range(0, 40).Select(key => (uint)key)));
        Assert.That(machine.Received(0, 3), Has.Count.GreaterThanOrEqualTo(36), "the four that were at the core when it was reset are gone");
    }

    [Test]
    public void A_machine_that_could_take_more_memory_than_allowed_is_refused()
    {
        MachineOptions options = new() { MemoryLimit = 200 << 20 };

        Assert.That(() => new EmulatedMachine([new ChipOptions(), new ChipOptions()], options).Dispose(), Throws.ArgumentException.With.Message.Contains("MemoryLimit"));
    }
}
