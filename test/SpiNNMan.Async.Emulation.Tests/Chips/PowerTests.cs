using System.Net;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Tests.Support;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Tests.Chips;

/// <summary>What chips do when power comes: the serial ROM, announcements, and links to those that have none.</summary>
internal sealed class PowerTests
{
    private const long Interval = 4096 * VirtualTime.Millisecond;
    private const int SerialRomSize = 128 * 1024;

    private static readonly IPEndPoint s_host = new(new IPAddress([10, 1, 2, 3]), 4000);

    [Test]
    public void A_board_announces_itself_to_all_and_then_to_the_host_that_has_spoken_to_it()
    {
        using EmulatedMachine machine = Machine(out List<HostDatagram> sent);
        machine.RunTo(Interval - 1);
        Assert.That(sent, Is.Empty);
        machine.RunTo(Interval + 1);
        machine.Send(new HostDatagram(0, 0, s_host, 54321, new byte[] { 7 }));
        machine.RunTo((2 * Interval) + 1);
        byte[] start = new byte[18];
        (start[1], start[5]) = (1, 1);
        machine.Send(new HostDatagram(0, 0, s_host, 54321, start));
        machine.RunTo((3 * Interval) + 1);

        Assert.That(sent.Select(static datagram => datagram.Time), Is.EqualTo(new[] { Interval, 2 * Interval, 3 * Interval }));
        Assert.That(sent.Select(static datagram => $"{datagram.Host}"), Is.EqualTo(new[] { "255.255.255.255:54321", "255.255.255.255:54321", "10.1.2.3:54321" }), "7 is no boot message");
        Assert.That(sent.Select(static datagram => datagram.ChipPort), Is.All.EqualTo(54321));
        Assert.That(Convert.ToHexString(sent[0].Payload.Span), Is.EqualTo("000100000041020100000000000043505453"));

        machine.Chips[0].BootRom.Start([0x90, 0x0f, 0x07, 0xee, 0xfd, 0xff, 0xff, 0xea], 0);
        machine.RunTo(6 * Interval);
        Assert.That(sent, Has.Count.EqualTo(3), "a program has begun");
    }

    [Test]
    public void Blocks_of_the_serial_ROM_go_to_memory()
    {
        byte[] serial = [0x55, 0x3a, 0, 2, 0xf5, 0, 0x7f, 0xe0, 0x12, 0x34, 0x56, 0x78, 1, 2, 3, 4, 0x55, 0x55, 0x3a, 0, 1, 0x60, 0, 1, 0, 9, 8, 7, 6, 0xaa, 0x3a, 0, 1, 0x60, 0, 2, 0, 5, 5, 5, 5];
        using EmulatedChip chip = new(new ChipOptions { HasEthernet = true, SerialRom = serial }, new CodeCache());

        Assert.That(chip.TryPeek(0xf5007fe0, out uint first) && first == 0x12345678, Is.True);
        Assert.That(chip.TryPeek(0xf5007fe4, out uint second) && second == 0x01020304, Is.True);
        Assert.That(chip.TryPeek(0x60000100, out uint third) && third == 0x09080706, Is.True);
        Assert.That(chip.TryPeek(0x60000200, out uint fourth) && fourth == 0, Is.True, "aa ends the blocks");
    }

    [Test]
    public void Damaged_serial_ROMs_do_no_harm()
    {
        Random random = new(5);
        byte[] serial = new byte[SerialRomSize];
        for (int attempt = 0; attempt < 20; attempt++)
        {
            random.NextBytes(serial);
            (serial[0], serial[3], serial[4]) = (0x3a, (byte)(attempt % 2 == 0 ? 0xf5 : random.Next(256)), 0);
            using EmulatedChip chip = new(new ChipOptions { HasEthernet = true, SerialRom = serial }, new CodeCache());
            Assert.That(chip.BootRom.IsWaiting, Is.True);
        }
    }

    [Test]
    public void A_chip_without_power_forgets_and_takes_nothing_and_begins_anew_with_power()
    {
        using TestMachine machine = new TestMachine(2).Line();
        machine.Put(1, 0, 0x60000000, 0x1234);
        machine.Start(0, 1, "timer");
        machine.Run(1);
        machine.Machine.SetPower([1], isOn: false);
        machine.Run(1);
        Assert.That((machine.Machine.IsOn(1), machine.Word(1, 0, 0x60000000)), Is.EqualTo((false, 0u)));

        machine.Send(0, 2, [0x80, 0, 0xf2000000 | 0x20]);
        machine.Run(1);
        machine.Machine.SetPower([1], isOn: true);
        machine.Start(1, 1, "timer");
        long before = machine.Machine.Now;
        machine.Run(5);

        Assert.That(machine.Result(1, 1, 0), Is.GreaterThan(0));
        Assert.That(machine.Machine.Chips[1].Cores[1].Arm.Time, Is.GreaterThan(before));
    }

    [Test]
    public void Packets_go_around_a_link_that_is_cut_over_a_third_chip()
    {
        // 0 is west of 1; 2 is north-east of 0, and north of 1.
        using TestMachine machine = new(3);
        machine.Machine.Connect(0, 0, 1);
        machine.Machine.Connect(0, 1, 2);
        machine.Machine.Connect(2, 5, 1);
        machine.Route(0, 0, 0x77, uint.MaxValue, links: 1, cores: 0);
        machine.Route(1, 0, 0x77, uint.MaxValue, links: 0, cores: 2);
        machine.Start(1, 1, "receive");
        machine.Start(2, 1, "receive");
        machine.Machine.Cut(0, 0, isCut: true);
        machine.Send(0, 1, [0x02, 0xabcd, 0x77]);
        machine.Run(1);

        Assert.That(machine.Received(1, 1).Select(static packet => (packet.Key, packet.Payload)), Is.EqualTo(new[] { (0x77u, 0xabcdu) }));
        Assert.That(machine.Received(2, 1), Is.Empty, "it only passes");
        Assert.That(machine.Received(1, 1)[0].Status >> 20 & 3, Is.Zero, "it is as if it had come by the link");
    }

    [Test]
    public void Packets_for_a_link_that_is_cut_are_dropped_if_there_is_no_way_around_until_it_is_mended()
    {
        using TestMachine machine = new TestMachine(2).Line();
        machine.Route(0, 0, 0x77, uint.MaxValue, links: 1, cores: 0);
        machine.Route(1, 0, 0x77, uint.MaxValue, links: 0, cores: 2);
        machine.Start(1, 1, "receive");
        machine.Machine.Cut(0, 0, isCut: true);
        machine.Send(0, 1, [0x02, 1, 0x77]);
        machine.Run(1);
        machine.Machine.Cut(0, 0, isCut: false);
        machine.Send(0, 2, [0x02, 2, 0x77]);
        machine.Run(1);

        Assert.That(machine.Received(1, 1).Select(static packet => packet.Payload), Is.EqualTo(new[] { 2u }));
    }

    [Test]
    public void Stopping_at_multiples_of_the_grid_changes_nothing()
    {
        ulong[] hashes = [.. new[] { 1, 3, 20, 400 }.Select(static steps =>
        {
            using TestMachine machine = DeterminismTests.Traffic(3, 1);
            for (long end = 0; end < 400; end += steps) machine.Machine.RunTo(Math.Min(400, end + steps) * EmulatedMachine.Grid);
            return MemoryHash.Of(machine.Machine);
        })];

        Assert.That(hashes, Is.All.EqualTo(hashes[0]));
    }

    private static EmulatedMachine Machine(out List<HostDatagram> sent)
    {
        EmulatedMachine machine = new([new ChipOptions { HasEthernet = true }], new MachineOptions());
        machine.ConnectHost(0, [0, 0, 0xa4, 0xf0, 0, 1], new IPAddress([10, 0, 0, 1]));
        List<HostDatagram> list = sent = [];
        machine.DatagramSent = list.Add;
        return machine;
    }
}
