using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu.Debugging;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Emulation.Tests.Chips;
using SpiNNMan.Async.Emulation.Tests.Support;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Tests.Debugging;

/// <summary>A debugger that only looks changes nothing: all memory, all registers and all times are the same with it and without.</summary>
internal sealed class UndisturbedTests
{
    private const int Cores = 5;
    private static readonly long s_end = 12 * VirtualTime.Millisecond;

    [Test]
    public void Breakpoints_that_the_whole_machine_stops_at_change_nothing([Values(1, 2)] int hostThreads)
    {
        using TestMachine undisturbed = Traffic(hostThreads);
        undisturbed.Machine.RunTo(s_end);
        using TestMachine debugged = Traffic(hostThreads);
        int stops = 0;
        foreach (EmulatedChip chip in debugged.Machine.Chips)
        {
            chip.CoreStops = (_, _) =>
            {
                Interlocked.Increment(ref stops);
                debugged.Machine.IsPaused = true;
                return true;
            };
            for (int core = 1; core < Cores; core++) chip.Cores[core].Arm.Breakpoints.Add(0x18);
            chip.Cores[2].Arm.Stops.Watch(new Watchpoint(TestMachine.Results, 64, OnRead: true, OnWrite: true));
        }

        RunThrough(debugged.Machine);

        Assert.That(stops, Is.GreaterThan(100));
        Assert.That(debugged.Hash(), Is.EqualTo(undisturbed.Hash()));
    }

    [Test]
    public void Steps_change_nothing()
    {
        using TestMachine undisturbed = Traffic();
        undisturbed.Machine.RunTo(s_end);
        using TestMachine debugged = Traffic();
        StopConditions stepped = debugged.Machine.Chips[1].Cores[3].Arm.Stops;
        int steps = 0;
        foreach (EmulatedChip chip in debugged.Machine.Chips)
        {
            chip.CoreStops = (_, _) =>
            {
                debugged.Machine.IsPaused = true;
                if (steps++ < 5000) stepped.Step();
                return true;
            };
        }

        stepped.StepsIntoInterrupts = true;
        stepped.Step();
        RunThrough(debugged.Machine);

        Assert.That(steps, Is.GreaterThan(5000));
        Assert.That(debugged.Hash(), Is.EqualTo(undisturbed.Hash()));
    }

    [Test]
    public void Reading_all_registers_of_all_devices_changes_nothing()
    {
        using TestMachine undisturbed = Traffic();
        undisturbed.Machine.RunTo(s_end);
        using TestMachine debugged = Traffic();
        uint[] devices = [0x10000000, 0x11000000, 0x1f000000, 0xfffff000, 0x30000000, 0xe0000000, 0xf1000000, 0xf1000200, 0xf2000000, 0xf3000000, 0xf4000000];
        byte[] bytes = new byte[0x240];
        for (long time = 0; time < s_end; time += 5000)
        {
            debugged.Machine.RunTo(time + 5000);
            foreach ((EmulatedChip chip, ChipCore core) in debugged.Machine.Chips.SelectMany(chip => chip.Cores, (chip, core) => (chip, core)))
            {
                foreach (uint device in devices) Assert.That(CoreMemory.Read(chip, core, device, bytes), Is.EqualTo(bytes.Length), $"{device:x8}");
            }
        }

        // The steps in which time is let pass are part of a run.
        using TestMachine stepped = Traffic();
        for (long time = 0; time < s_end; time += 5000) stepped.Machine.RunTo(time + 5000);
        Assert.That(debugged.Hash(), Is.EqualTo(stepped.Hash()));
    }

    [Test]
    public void The_vector_address_and_the_key_of_a_packet_can_be_read_again_and_again()
    {
        using TestMachine machine = new();
        ChipCore core = machine.Start(0, 1, 0xeafffffe);
        core.Vic.Write(0x100, 0x1234);
        core.Vic.Write(0x200, 0x20 | 6);
        core.Vic.Write(0x10, 1 << 6);
        machine.Route(0, 0, 0x77, uint.MaxValue, 0, 2);
        machine.Send(0, 2, [0, 0, 0x77]);
        machine.Run(0.01);
        Assume.That(core.Communications.Received, Has.Count.EqualTo(1));

        byte[] bytes = new byte[4];
        for (int time = 0; time < 3; time++)
        {
            Assert.That(CoreMemory.Read(machine.Chip, core, 0x1f000030, bytes), Is.EqualTo(4));
            Assert.That(BitConverter.ToUInt32(bytes), Is.EqualTo(0x1234));
            Assert.That(CoreMemory.Read(machine.Chip, core, 0x10000014, bytes), Is.EqualTo(4));
            Assert.That(BitConverter.ToUInt32(bytes), Is.EqualTo(0x77));
        }

        Assert.That(core.Vic.Irq, Is.True);
        Assert.That(core.Communications.Received, Has.Count.EqualTo(1));
        Assert.That((core.Vic.Read(0x30), core.Vic.Irq), Is.EqualTo((0x1234u, false)), "as the core reads it");
    }

    private static TestMachine Traffic(int hostThreads = 1) => DeterminismTests.Traffic(seed: 5, hostThreads);

    private static void RunThrough(EmulatedMachine machine)
    {
        while (machine.Now < s_end)
        {
            machine.IsPaused = false;
            machine.RunTo(s_end);
        }
    }
}
