using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Cpu;

/// <summary>Exceptions, modes and banked registers, interworking, coprocessors.</summary>
internal sealed class ExceptionTests
{
    [TestCase(0xef000000u, 0x08u, 0x13u, 0x104u)]   // SWI
    [TestCase(0xe7f000f0u, 0x04u, 0x1bu, 0x104u)]   // undefined
    [TestCase(0xe1200070u, 0x0cu, 0x17u, 0x104u)]   // BKPT: prefetch abort
    [TestCase(0xee000000u, 0x04u, 0x1bu, 0x104u)]   // CDP of a coprocessor that is absent
    [TestCase(0xed900a00u, 0x04u, 0x1bu, 0x104u)]   // LDC
    [TestCase(0xfe000000u, 0x04u, 0x1bu, 0x104u)]   // CDP2, in the space of "never"
    [TestCase(0xf3a00001u, 0x04u, 0x1bu, 0x104u)]   // what would never execute on ARMv4 is undefined
    [TestCase(0xe5101000u, 0x10u, 0x17u, 0x108u)]   // a load from nothing: r0 is 80000000
    [TestCase(0xe5001000u, 0x10u, 0x17u, 0x108u)]
    [TestCase(0xe8900006u, 0x10u, 0x17u, 0x108u)]
    public void Exceptions_go_to_their_vectors(uint instruction, uint vector, uint mode, uint link)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0x100, instruction);
        core.Cpsr = 0x2000001f;
        core[0] = 0x80000000;
        (ArmException Exception, uint Address) told = default;
        core.ExceptionTaken = (_, exception, address) => told = (exception, address);

        test.Step();

        Assert.That((core.Pc, core.Cpsr, core[14], core.Spsr), Is.EqualTo((vector, 0x20000080u | mode, link, 0x2000001fu)));
        Assert.That(told, Is.EqualTo(((ArmException)vector, 0x100u)));
    }

    [TestCase(0xdf00, 0x08u, 0x102u)]
    [TestCase(0xde00, 0x04u, 0x102u)]
    [TestCase(0xbe00, 0x0cu, 0x104u)]
    [TestCase(0x6801, 0x10u, 0x108u)]
    public void Exceptions_of_Thumb_code_go_to_ARM_code(int instruction, uint vector, uint link)
    {
        using TestCore test = new();
        ArmCore core = test.Thumb(0x100, (ushort)instruction);
        core[0] = 0x80000000;
        uint status = core.Cpsr;

        test.Step();

        Assert.That((core.Pc, core.Cpsr & 0x20, core[14], core.Spsr), Is.EqualTo((vector, 0u, link, status)));
    }

    [Test]
    public void Vectors_are_high_after_a_reset()
    {
        using TestCore test = new();
        ArmCore core = test.Core;
        core.Reset();
        Assert.That((core.Pc, core.Cpsr), Is.EqualTo((0xffff0000u, 0xd3u)));
        test.Put(0xffff0000, 0xef000000);
        test.Step();
        Assert.That(core.Pc, Is.EqualTo(0xffff0008));
    }

    [Test]
    public void Code_in_DTCM_or_nowhere_is_not_executed([Values(0x00400000u, 0x10000000u, 0x90000000u)] uint address)
    {
        using TestCore test = new();
        ArmCore core = test.Core;
        core.Pc = address;
        test.Step();
        Assert.That((core.Pc, core[14], core.Cpsr & 0x1f), Is.EqualTo((0x0cu, address + 4, 0x17u)));
    }

    [Test]
    public void FIQ_comes_before_IRQ_masks_both_and_has_registers_of_its_own()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0x100, 0xe1a00000);
        core.Cpsr = 0x1f;
        for (int register = 0; register < 15; register++) core[register] = 100 + (uint)register;
        test.Put(0x1c, 0xe1a00000, 0xe25ef004);
        core.SetInterruptLines(irq: true, fiq: true);

        test.Step();
        Assert.That((core.Pc, core.Cpsr, core[14], core[7]), Is.EqualTo((0x20u, 0xd1u, 0x104u, 107u)));
        Assert.That(core[8], Is.Not.EqualTo(108));

        core[8] = 1;
        core.SetInterruptLines(irq: false, fiq: false);
        test.Step();
        Assert.That((core.Pc, core.Cpsr, core[8], core[13], core[14]), Is.EqualTo((0x100u, 0x1fu, 108u, 113u, 114u)));
    }

    [Test]
    public void Each_mode_has_its_stack_pointer_link_and_saved_status()
    {
        using TestCore test = new();
        ArmCore core = test.Core;
        uint[] modes = [0x10, 0x11, 0x12, 0x13, 0x17, 0x1b];
        foreach (uint mode in modes)
        {
            core.Cpsr = 0xc0 | mode;
            core[13] = mode;
            core[14] = mode << 8;
            core.Spsr = mode << 28;
        }

        foreach (uint mode in modes)
        {
            core.Cpsr = 0xc0 | mode;
            Assert.That((core[13], core[14]), Is.EqualTo((mode, mode << 8)));
            Assert.That(core.Spsr, Is.EqualTo(mode == 0x10 ? 0xd0 : mode << 28));
        }

        core.Cpsr = 0x1f;
        Assert.That(core[13], Is.EqualTo(0x10), "system mode has the registers of user mode");
    }

    [TestCase(0xe129f000u, 0x13u, 0xf00000d3u)]   // msr cpsr_fc, r0
    [TestCase(0xe128f000u, 0x13u, 0xf00000d3u)]   // msr cpsr_f
    [TestCase(0xe121f000u, 0x1fu, 0x000000dfu)]   // msr cpsr_c
    [TestCase(0xe126f000u, 0x1fu, 0x000000d3u)]   // msr cpsr_sx: nothing there
    public void MSR_writes_the_fields_that_it_names(uint instruction, uint mode, uint expected)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, instruction);
        core.Cpsr = 0xd3;
        core[0] = 0xf00000e0 | mode;   // the T bit is never written

        test.Step();

        Assert.That(core.Cpsr, Is.EqualTo(expected));
    }

    [Test]
    public void User_mode_writes_only_flags_and_has_no_coprocessor()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe129f000, 0xee110f10);
        core.Cpsr = 0x10;
        core[0] = 0xf00000df;

        test.Step();
        Assert.That(core.Cpsr, Is.EqualTo(0xf0000010));
        test.Step();
        Assert.That((core.Pc, core.Cpsr & 0x1f), Is.EqualTo((4u, 0x1bu)));
    }

    [Test]
    public void Coprocessor_15_identifies_the_core_and_controls_it()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xee100f10, 0xee111f10, 0xe3c11a02, 0xe3811002, 0xee011f10, 0xe5923001);
        core.Control = 0x2000;
        core[2] = 0x00400000;

        test.Step(5);
        Assert.That((core[0], core[1], core.Control), Is.EqualTo((0x41059683u, 2u, 2u)));
        test.Step();
        Assert.That((core.Pc, core.AbortAddress), Is.EqualTo((0x10u, 0x00400001u)), "alignment is checked, and vectors are low");
    }

    [Test]
    public void Interworking_follows_the_lowest_bit()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe12fff10);
        core[0] = 0x201;
        test.Thumb(0x200, 0x4770);
        core.Cpsr = 0xd3;
        core.Pc = 0;
        core[14] = 0x300;

        test.Step();
        Assert.That((core.Pc, core.Cpsr & 0x20), Is.EqualTo((0x200u, 0x20u)));
        test.Step();
        Assert.That((core.Pc, core.Cpsr & 0x20), Is.EqualTo((0x300u, 0u)));
    }

    [TestCase(0xe5910000u | 0xf000, 0x00400101u, 0x100u, 0x20u)]   // ldr pc, [r1]
    [TestCase(0xe8918000u, 0x00400101u, 0x100u, 0x20u)]            // ldmia r1, {pc}
    [TestCase(0xe1a0f000u, 0x00400101u, 0x00400100u, 0u)]          // mov pc, r0 does not change the instruction set
    public void Loads_of_the_PC_change_the_instruction_set(uint instruction, uint value, uint pc, uint thumb)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, instruction);
        core[0] = value;
        core[1] = 0x00400000;
        test.Put(0x00400000, 0x101);

        test.Step();

        Assert.That((core.Pc, core.Cpsr & 0x20), Is.EqualTo((pc, thumb)));
    }

    [Test]
    public void BLX_links_and_changes_the_instruction_set()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0x100, 0xfb000000);   // blx 10a: the H bit counts two more bytes

        test.Step();
        Assert.That((core.Pc, core[14], core.Cpsr & 0x20), Is.EqualTo((0x10au, 0x104u, 0x20u)));
    }

    [Test]
    public void Thumb_calls_have_two_halves()
    {
        using TestCore test = new();
        ArmCore core = test.Thumb(0x100, 0xf000, 0xf802);
        test.Step(2);
        Assert.That((core.Pc, core[14]), Is.EqualTo((0x108u, 0x105u)));

        test.Thumb(0x102, 0xf7ff, 0xeffe);   // blx back to ARM code, at a multiple of four
        test.Step(2);
        Assert.That((core.Pc, core[14], core.Cpsr & 0x20), Is.EqualTo((0x100u, 0x107u, 0u)));
    }
}
