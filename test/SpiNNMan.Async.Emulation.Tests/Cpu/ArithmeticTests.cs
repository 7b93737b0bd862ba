using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Cpu;

/// <summary>Flags of arithmetic, saturation, multiplications. Flags are N Z C V as a number.</summary>
internal sealed class ArithmeticTests
{
    [TestCase(0xe0910002u, 0x7fffffffu, 1u, false, 0x80000000u, 0x9u)]   // adds
    [TestCase(0xe0910002u, 0xffffffffu, 1u, false, 0u, 0x6u)]
    [TestCase(0xe0910002u, 0x80000000u, 0x80000000u, false, 0u, 0x7u)]
    [TestCase(0xe0510002u, 0u, 0u, false, 0u, 0x6u)]                     // subs
    [TestCase(0xe0510002u, 0u, 1u, false, 0xffffffffu, 0x8u)]
    [TestCase(0xe0510002u, 0x80000000u, 1u, false, 0x7fffffffu, 0x3u)]
    [TestCase(0xe0b10002u, 0xffffffffu, 0xffffffffu, true, 0xffffffffu, 0xau)]   // adcs
    [TestCase(0xe0b10002u, 0x7fffffffu, 0u, true, 0x80000000u, 0x9u)]
    [TestCase(0xe0d10002u, 0u, 0u, false, 0xffffffffu, 0x8u)]            // sbcs
    [TestCase(0xe0d10002u, 0u, 0xffffffffu, false, 0u, 0x4u)]
    [TestCase(0xe0d10002u, 5u, 5u, true, 0u, 0x6u)]
    [TestCase(0xe0710002u, 1u, 0u, false, 0xffffffffu, 0x8u)]            // rsbs
    [TestCase(0xe0f10002u, 1u, 2u, false, 0u, 0x6u)]                     // rscs
    public void Flags_of_sums_and_differences(uint instruction, uint first, uint second, bool carry, uint result, uint flags)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, instruction);
        core[1] = first;
        core[2] = second;
        core.Cpsr = 0xdf | (carry ? 1u << 29 : 0);

        test.Step();

        Assert.That((core[0], core.Cpsr >> 28), Is.EqualTo((result, flags)));
    }

    [TestCase(0xe1020051u, 0x7fffffffu, 1u, 0x7fffffffu, true)]          // qadd r0, r1, r2
    [TestCase(0xe1020051u, 0x80000000u, 0xffffffffu, 0x80000000u, true)]
    [TestCase(0xe1020051u, 1u, 2u, 3u, false)]
    [TestCase(0xe1220051u, 0x80000000u, 1u, 0x80000000u, true)]          // qsub
    [TestCase(0xe1420051u, 0u, 0x40000000u, 0x7fffffffu, true)]          // qdadd: the doubling saturates
    [TestCase(0xe1420051u, 0xffffffffu, 0x40000000u, 0x7ffffffeu, true)]
    [TestCase(0xe1620051u, 0u, 0xc0000000u, 0x7fffffffu, true)]          // qdsub
    [TestCase(0xe1620051u, 0xffffffffu, 0xc0000000u, 0x7fffffffu, false)]
    public void Saturation_sets_Q(uint instruction, uint first, uint second, uint result, bool saturated)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, instruction);
        core[1] = first;
        core[2] = second;

        test.Step();

        Assert.That((core[0], (core.Cpsr >> 27) & 1), Is.EqualTo((result, saturated ? 1u : 0u)));
    }

    [Test]
    public void Q_stays_until_it_is_cleared()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe1020051, 0xe1030054, 0xe328f000);   // qadd r0,r1,r2; qadd r0,r4,r3; msr cpsr_f, #0
        core[1] = core[2] = 0x7fffffff;

        test.Step(2);
        Assert.That((core.Cpsr >> 27) & 1, Is.EqualTo(1));
        test.Step();
        Assert.That((core.Cpsr >> 27) & 1, Is.Zero);
    }

    [TestCase(0xe1003281u, 0x8000u, 0x8000u, 0x40000001u, false)]        // smlabb r0, r1, r2, r3
    [TestCase(0xe10032e1u, 0x7fff0000u, 0x7fff0000u, 0x3fff0002u, false)]   // smlatt
    [TestCase(0xe12032c1u, 0x80000000u, 0x80000000u, 0x40000001u, false)]   // smlawt
    public void Halves_are_multiplied(uint instruction, uint first, uint second, uint result, bool overflowed)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, instruction);
        core[1] = first;
        core[2] = second;
        core[3] = 1;

        test.Step();

        Assert.That((core[0], (core.Cpsr >> 27) & 1), Is.EqualTo((result, overflowed ? 1u : 0u)));
    }

    [Test]
    public void An_overflow_of_SMLA_wraps_and_sets_Q()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe1003281);
        core[1] = core[2] = 0x8000;
        core[3] = 0x7fffffff;

        test.Step();

        Assert.That((core[0], (core.Cpsr >> 27) & 1), Is.EqualTo((0xbfffffffu, 1u)));
    }

    [TestCase(0xe0910392u, 0x80000000u, 2u, 0u, 1u, 0x0u)]                 // umulls r0, r1, r2, r3
    [TestCase(0xe0d10392u, 0xffffffffu, 1u, 0xffffffffu, 0xffffffffu, 0x8u)]   // smulls
    [TestCase(0xe0d10392u, 0u, 7u, 0u, 0u, 0x4u)]
    public void Long_products_set_N_and_Z_of_64_bits(uint instruction, uint first, uint second, uint low, uint high, uint flags)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, instruction & ~0xf000u & ~0xf0000u | 0x10000);
        core[2] = first;
        core[3] = second;

        test.Step();

        Assert.That((core[0], core[1], core.Cpsr >> 28), Is.EqualTo((low, high, flags)));
    }

    [TestCase(0u, 32u)]
    [TestCase(1u, 31u)]
    [TestCase(0x80000000u, 0u)]
    public void Leading_zeros_are_counted(uint value, uint count)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe16f0f11);
        core[1] = value;

        test.Step();

        Assert.That(core[0], Is.EqualTo(count));
    }
}
