using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.Translation;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Cpu;

/// <summary>Where slices end, and what time instructions take.</summary>
internal sealed class SliceTests
{
    [Test]
    public void A_slice_ends_at_the_first_check_point_after_its_time()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe2800001, 0xe2800001, 0xe2800001, 0xeafffffb);   // add r0,#1 three times; b 0

        SliceEnd end = core.Run(10);

        Assert.That((end, core.Time, core.Pc, core[0]), Is.EqualTo((SliceEnd.Time, 12L, 0u, 6u)));
    }

    [Test]
    public void Code_without_branches_has_a_check_point_every_128_bytes()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0x40, 0xe2800001);
        for (uint address = 0x40; address < 0x400; address += 4) test.Put(address, 0xe2800001);
        core.Pc = 0x40;

        core.Run(1);

        Assert.That((core.Time, core.Pc, core[0]), Is.EqualTo((16L, 0x80u, 16u)));
    }

    [Test]
    public void A_device_ends_the_slice_after_its_instruction()
    {
        using TestCore test = new();
        test.Bus.Outcome = _ => BusOutcome.EndSlice;
        ArmCore core = test.Arm(0, 0xe3a01201, 0xe5910004, 0xe2800001, 0xeafffffe);   // mov r1,#10000000; ldr r0,[r1,#4]; add r0,#1
        test.Bus.Words[1] = 41;

        SliceEnd end = core.Run(100);

        Assert.That((end, core.Time, core.Pc, core[0]), Is.EqualTo((SliceEnd.BusAccess, 2L, 8u, 41u)));
        Assert.That(test.Bus.Accesses[0].Time, Is.EqualTo(2));
    }

    [Test]
    public void A_core_that_waits_is_woken_by_a_line_that_is_masked()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xee070f90, 0xe2800001, 0xeafffffe);   // mcr p15,0,r0,c7,c0,4

        SliceEnd end = core.Run(100);
        Assert.That((end, core.IsSleeping, core.Pc), Is.EqualTo((SliceEnd.Sleeping, true, 4u)));
        Assert.That(core.Run(200), Is.EqualTo(SliceEnd.Sleeping));

        core.SetInterruptLines(irq: true, fiq: false);
        core.Time = 50;
        core.Run(51);
        Assert.That((core.IsSleeping, core[0], core.Pc), Is.EqualTo((false, 1u, 8u)));
    }

    [Test]
    public void A_core_does_not_wait_while_a_line_is_up()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xee070f90, 0xe2800001, 0xeafffffe);
        core.SetInterruptLines(irq: false, fiq: true);

        Assert.That(core.Run(2), Is.EqualTo(SliceEnd.Time));
        Assert.That(core[0], Is.EqualTo(1));
    }

    [Test]
    public void An_interrupt_is_taken_at_the_start_of_a_slice()
    {
        using TestCore test = new();
        test.Put(0x18, 0xeafffffe);
        ArmCore core = test.Arm(0x100, 0xeafffffe);
        core.Cpsr = 0x1f;
        core.SetInterruptLines(irq: true, fiq: false);

        core.Run(3);

        Assert.That((core.Pc, core.Cpsr, core[14], core.Spsr, core.Time), Is.EqualTo((0x18u, 0x92u, 0x104u, 0x1fu, 6L)));
    }

    [Test]
    public void A_delay_loop_takes_its_time_but_not_ours([Values(3, 4, 5, 400_000_001, 400_000_002)] long until)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe2500001, 0x1afffffd, 0xeafffffe);   // 1: subs r0,#1; bne 1b
        core[0] = 100_000_000;

        core.Run(until);

        long turns = Math.Min((until + 3) / 4, 99_999_999);
        Assert.That(core[0], Is.EqualTo(until > 400_000_000 ? 0 : 100_000_000 - turns));
        if (until <= 5) Assert.That((core.Time, core.Pc), Is.EqualTo((turns * 4, 0u)));
    }

    [Test]
    public void Stepping_ends_slices_where_running_does()
    {
        using TestCore run = new();
        using TestCore step = new();
        foreach (TestCore test in (TestCore[])[run, step])
        {
            test.Put(0x18, 0xe2811001, 0xe25ef004);   // add r1,#1; subs pc,lr,#4
            test.Arm(0x100, 0xe2800001, 0xe2800001, 0xe2800001, 0xe2800001, 0xeafffffa);
            test.Core.Cpsr = 0x1f;
        }

        run.Core.SetInterruptLines(irq: false, fiq: false);
        step.Core.Step();
        step.Core.SetInterruptLines(irq: true, fiq: false);
        step.Step(4);
        Assert.That((step.Core.Pc, step.Core[1]), Is.EqualTo((0x100u, 0u)), "the interrupt waits for the check point");
        step.Step();
        Assert.That((step.Core.Pc, step.Core[1]), Is.EqualTo((0x1cu, 1u)));
    }

    [Test]
    public void A_breakpoint_stops_before_its_instruction_once()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe2800001, 0xe2800001, 0xe2800001, 0xeafffffb);
        core.Breakpoints.Add(8);

        Assert.That((core.Run(100), core.Pc, core[0]), Is.EqualTo((SliceEnd.Breakpoint, 8u, 2u)));
        Assert.That((core.Run(100), core.Pc, core[0]), Is.EqualTo((SliceEnd.Breakpoint, 8u, 5u)));
        core.Breakpoints.Remove(8);
        Assert.That((core.Run(100), core.Pc), Is.EqualTo((SliceEnd.Time, 0u)));
    }

    [Test]
    public void A_breakpoint_stops_translated_code()
    {
        CodeCache cache = new(TranslationMode.Immediate, threshold: 2);
        using TestCore test = new(cache);
        ArmCore core = test.Arm(0, 0xe2800001, 0xe2811001, 0xe2822001, 0xeafffffb);
        core.Run(100);
        Assume.That(cache.Translated, Is.EqualTo(1));
        core.Breakpoints.Add(8);

        Assert.That((core.Run(1000), core.Pc), Is.EqualTo((SliceEnd.Breakpoint, 8u)));
        Assert.That(core[1], Is.EqualTo(core[2] + 1));
    }

    [Test]
    public void Cores_with_the_same_code_share_what_is_decoded_and_translated()
    {
        CodeCache cache = new(TranslationMode.Immediate, threshold: 5);
        using TestCore first = new(cache);
        using TestCore second = new(cache);
        uint[] program = [0xe2800001, 0xe2811001, 0xe2822001, 0xeafffffb];

        first.Arm(0, program).Run(1000);
        second.Arm(0, program).Run(1000);

        Assert.That((cache.Count, second.Core[0]), Is.EqualTo((1, first.Core[0])));
        Assert.That(cache.Translated, Is.EqualTo(Translator.IsSupported ? 1 : 0));
    }

    [Test]
    public void What_was_translated_is_not_executed_after_the_code_has_changed()
    {
        CodeCache cache = new(TranslationMode.Immediate, threshold: 2);
        using TestCore test = new(cache);
        ArmCore core = test.Arm(0, 0xe2800001, 0xeafffffd);
        core.Run(100);
        uint before = core[0];

        test.Put(0, 0xe2811001);
        core.Run(core.Time + 100);

        Assert.That((core[0], core[1]), Is.EqualTo((before, 25u)));
    }
}
