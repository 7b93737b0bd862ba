using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Peripherals;

/// <summary>The system controller, serial ROM, Ethernet, its physical part, watchdog and controller of SDRAM, register by register.</summary>
internal sealed class ChipPeripheralTests
{
    [Test]
    public void Guarded_registers_want_a_code()
    {
        using TestMachine machine = new();
        SystemController system = machine.Chip.Devices.System;
        foreach (uint offset in new uint[] { 0x04, 0x08, 0x18 })
        {
            system.Write(offset, 0x10);
            Assert.That(system.Read(offset), Is.Zero);
            system.Write(offset, 0x5ec00010);
            Assert.That(system.Read(offset), Is.EqualTo(0x10));
        }

        system.Write(0x0c, 0x5ec00010);
        Assert.That(system.Read(0x08), Is.Zero);
    }

    [Test]
    public void Locks_flags_and_arbiters_do_as_they_are_read()
    {
        using TestMachine machine = new();
        SystemController system = machine.Chip.Devices.System;
        Assert.That((system.Read(0x104), system.Read(0x104), system.Read(0x100)), Is.EqualTo((0u, 0x80000000u, 0u)));
        Assert.That((system.Read(0x184), system.Read(0x184), system.Read(0x104)), Is.EqualTo((0x80000000u, 0u, 0u)));
        Assert.That((system.Read(0x80), system.Read(0x80), system.Read(0x84)), Is.EqualTo((1u, 0u, 1u)));
        system.Write(0x58, 0x6);
        system.Write(0x5c, 0x2);
        Assert.That((system.Read(0x58), system.Read(0x5c), system.Read(0x00), system.Read(0x10)), Is.EqualTo((4u, 4u, 0x59111012u, 0x3ffffu)));
    }

    [Test]
    public void A_pulse_starts_a_core_at_the_vectors_and_keeps_its_memory()
    {
        using TestMachine machine = new();
        machine.Start(0, 4, "timer");
        machine.Run(0.5);
        machine.Put(0, 0, 0xf5000000, 0xe3a01501, 0xe3a02077, 0xe5812020, 0xee070f90, 0xeafffffd);   // r1 = 400000; [r1,#20] = 77; sleep
        uint ticks = machine.Result(0, 4, 0);
        SystemController system = machine.Chip.Devices.System;
        system.Write(0x38, 0xf);
        system.Write(0x24, 0x5ec00010);
        machine.Run(0.5);

        Assert.That((machine.Result(0, 4, 0), machine.Result(0, 4, 8)), Is.EqualTo((ticks, 0x77u)));
        Assert.That(system.Read(0x64) & 0x10, Is.EqualTo(0x10));
    }

    [Test]
    public void A_core_whose_clock_is_off_stands_still()
    {
        using TestMachine machine = new();
        machine.Start(0, 4, "timer");
        machine.Run(0.2);
        machine.Chip.Devices.System.Write(0x04, 0x5ec00010);
        uint ticks = machine.Result(0, 4, 0);
        machine.Run(0.2);
        Assert.That(machine.Result(0, 4, 0), Is.EqualTo(ticks));

        machine.Chip.Devices.System.Write(0x04, 0x5ec00000);
        machine.Run(1.5);
        Assert.That(machine.Result(0, 4, 0), Is.EqualTo(100));
    }

    [Test]
    public void The_serial_rom_is_read_erased_and_written_bit_by_bit()
    {
        SerialRom rom = new(new byte[] { 0x3a, 0x55, 0x81 });
        Assert.That(Talk(rom, 3, 0x03, 0, 0, 1), Is.EqualTo(new byte[] { 0x55, 0x81, 0xff }));
        Assert.That(Talk(rom, 1, 0xab, 0, 0, 0), Is.EqualTo(new byte[] { 0x29 }));
        Talk(rom, 0, 0x02, 0, 0, 0xff, 1, 2);
        Assert.That(rom.Bytes[0xff], Is.EqualTo(0xff), "writing is off");
        Talk(rom, 0, 0x06);
        Assert.That(Talk(rom, 1, 0x05), Is.EqualTo(new byte[] { 2 }));
        Talk(rom, 0, 0x02, 0, 0, 0xff, 1, 2);
        Assert.That((rom.Bytes[0xff], rom.Bytes[0x00], rom.Bytes[0x100]), Is.EqualTo(((byte)1, (byte)2, (byte)0xff)), "stays within 256 bytes");
        Talk(rom, 0, 0x42, 0, 0, 0x10);
        Assert.That((rom.Bytes[0xff], rom.Bytes[1]), Is.EqualTo(((byte)0xff, (byte)0xff)));
    }

    [Test]
    public void The_physical_part_is_read_and_written_bit_by_bit()
    {
        PhyManagement phy = new();
        Assert.That(ReadPhy(phy, 2), Is.EqualTo(0x0007));
        Assert.That(ReadPhy(phy, 3), Is.EqualTo(0xc0f1));
        Shift(phy, uint.MaxValue, 32);
        Shift(phy, (5u << 28) | (7u << 18) | (2u << 16) | 0x1234, 32);
        Assert.That(ReadPhy(phy, 7), Is.EqualTo(0x1234));
    }

    [Test]
    public void Frames_wait_in_a_ring_and_then_outside()
    {
        bool line = false;
        List<byte[]> sent = [];
        EthernetController ethernet = new(up => line = up, frame => sent.Add(frame.ToArray()), waitingPlaces: 2);
        for (byte frame = 1; frame <= 6; frame++) ethernet.Receive([.. Enumerable.Repeat(frame, 1000)]);

        Assert.That((line, ethernet.Read(0xc004), ethernet.Read(0x8000), ethernet.Read(0x4000), ethernet.Lost), Is.EqualTo((true, 6u, 1000u, 0x01010101u, 1L)).Or.EqualTo((true, 4u, 1000u, 0x01010101u, 2L)));
        uint before = ethernet.Read(0xc004) >> 1;
        ethernet.Write(0xc010, 4, 0);
        Assert.That((ethernet.Read(0xc004) >> 1, ethernet.Read(0xc024), ethernet.Read(0xc02c)), Is.EqualTo((before, 1004u, 1u)), "one more came in");
        ethernet.Write(0xc020, 4, 0x10);
        Assert.That((line, ethernet.Read(0xc020)), Is.EqualTo((true, 0x10u)), "frames wait");
        for (int frame = 0; frame < 9; frame++) ethernet.Write(0xc010, 4, 0);
        ethernet.Write(0xc020, 4, 0x10);
        Assert.That((line, ethernet.Read(0xc004)), Is.EqualTo((false, 0u)));

        ethernet.Write(0, 4, 0x44332211);
        ethernet.Write(4, 1, 0x55);
        ethernet.Write(6, 2, 0x8877);
        ethernet.Write(0xc008, 4, 8);
        ethernet.Write(0xc00c, 4, 1);
        Assert.That(sent, Is.EqualTo(new[] { new byte[] { 0x11, 0x22, 0x33, 0x44, 0x55, 0, 0x77, 0x88 } }));
    }

    [Test]
    public void The_watchdog_asks_and_then_resets()
    {
        Watchdog watchdog = new();
        watchdog.Write(0xc00, 0, 0);
        watchdog.Write(0x00, 500, 0);
        Assert.That((watchdog.Read(0xc00, 0), watchdog.Read(0, 0)), Is.EqualTo((1u, uint.MaxValue)), "locked");
        watchdog.Write(0xc00, 0x1acce551, 0);
        watchdog.Write(0x00, 500, 0);
        watchdog.Write(0x08, 3, 100);
        Assert.That((watchdog.NextTime, watchdog.Read(4, 300)), Is.EqualTo((600L, 300u)));
        Assert.That((watchdog.CatchUp(600), watchdog.IsUp, watchdog.NextTime), Is.EqualTo((false, true, 1100L)));
        watchdog.Write(0x0c, 0, 700);
        Assert.That((watchdog.IsUp, watchdog.NextTime), Is.EqualTo((false, 1200L)));
        Assert.That((watchdog.CatchUp(1200), watchdog.CatchUp(1700), watchdog.NextTime), Is.EqualTo((false, true, long.MaxValue)));
    }

    [Test]
    public void A_watchdog_resets_the_chip()
    {
        using TestMachine machine = new();
        machine.Start(0, 4, 0xeafffffe);
        machine.Chip.Devices.Watchdog.Write(0x00, 1000, 0);
        machine.Chip.Devices.Watchdog.Write(0x08, 3, 0);
        machine.Run(0.1);

        Assert.That((machine.Chip.BootRom.IsWaiting, machine.Chip.Devices.System.Read(0x30), machine.Chip.Cores[4].Arm.IsSleeping), Is.EqualTo((true, 2u, true)));
    }

    [Test]
    public void The_controller_of_memory_says_that_it_is_ready()
    {
        MemoryController controller = new();
        controller.Write(0x300, 5);
        controller.Write(0x14, 77);
        Assert.That((controller.Read(0x300), controller.Read(0x14), controller.Read(0x1000)), Is.EqualTo((0x00040000u, 77u, 0u)));
    }

    private static byte[] Talk(SerialRom rom, int answers, params byte[] command)
    {
        uint pins = SerialRom.NotSelected;
        void Set(uint value)
        {
            rom.SetPins(pins, value);
            pins = value;
        }

        Set(0);
        foreach (byte value in command)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                uint input = (value >> bit & 1) != 0 ? 8u : 0;
                Set(input);
                Set(input | 0x10);
            }
        }

        byte[] answer = new byte[answers];
        for (int bit = 0; bit < 8 * answers; bit++)
        {
            Set(0);
            answer[bit / 8] = (byte)((answer[bit / 8] << 1) | ((rom.Pins & 4) != 0 ? 1 : 0));
            Set(0x10);
        }

        Set(SerialRom.NotSelected);
        return answer;
    }

    private static void Shift(PhyManagement phy, uint bits, int count)
    {
        for (int bit = count - 1; bit >= 0; bit--)
        {
            uint value = 1 | 8 | ((bits >> bit & 1) != 0 ? 4u : 0);
            phy.Write(value);
            phy.Write(value | 16);
        }
    }

    private static uint ReadPhy(PhyManagement phy, uint register)
    {
        Shift(phy, uint.MaxValue, 32);
        Shift(phy, (6u << 10) | register, 14);
        uint value = 0;
        for (int bit = 0; bit < 18; bit++)
        {
            phy.Write(1);
            phy.Write(1 | 16);
            value = (value << 1) | (phy.Read() >> 1 & 1);
        }

        return value >> 1 & 0xffff;
    }
}
