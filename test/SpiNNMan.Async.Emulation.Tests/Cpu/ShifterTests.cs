using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Cpu;

/// <summary>The shifter's corners, by MOVS r0, r1, shift.</summary>
internal sealed class ShifterTests
{
    // Type of shift, amount as encoded, value, carry before; result, carry after.
    [TestCase(0u, 0u, 0x80000001u, true, 0x80000001u, true)]
    [TestCase(0u, 0u, 0x80000001u, false, 0x80000001u, false)]
    [TestCase(0u, 1u, 0x80000001u, false, 2u, true)]
    [TestCase(0u, 31u, 3u, false, 0x80000000u, true)]
    [TestCase(1u, 0u, 0x80000001u, false, 0u, true)]
    [TestCase(1u, 1u, 0x80000001u, false, 0x40000000u, true)]
    [TestCase(1u, 31u, 0x80000000u, true, 1u, false)]
    [TestCase(2u, 0u, 0x80000000u, false, 0xffffffffu, true)]
    [TestCase(2u, 0u, 0x7fffffffu, true, 0u, false)]
    [TestCase(2u, 4u, 0x80000008u, false, 0xf8000000u, true)]
    [TestCase(3u, 0u, 0x00000001u, true, 0x80000000u, true)]
    [TestCase(3u, 0u, 0x80000000u, false, 0x40000000u, false)]
    [TestCase(3u, 1u, 0x00000001u, false, 0x80000000u, true)]
    [TestCase(3u, 31u, 0x40000000u, true, 0x80000000u, true)]
    public void By_a_constant(uint type, uint amount, uint value, bool carryBefore, uint result, bool carryAfter)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe1b00001 | (amount << 7) | (type << 5));
        core[1] = value;
        core.Cpsr = 0xdf | (carryBefore ? 1u << 29 : 0) | (1u << 28);

        test.Step();

        Assert.That((core[0], core.Cpsr >> 28), Is.EqualTo((result, Flags(result, carryAfter))));
    }

    [TestCase(0u, 0u, 0x80000001u, true, 0x80000001u, true)]
    [TestCase(0u, 32u, 0x80000001u, false, 0u, true)]
    [TestCase(0u, 33u, 0x80000001u, true, 0u, false)]
    [TestCase(0u, 255u, 0xffffffffu, true, 0u, false)]
    [TestCase(0u, 0x100u, 0x12345678u, true, 0x12345678u, true)]
    [TestCase(1u, 0u, 0x80000001u, true, 0x80000001u, true)]
    [TestCase(1u, 32u, 0x80000001u, false, 0u, true)]
    [TestCase(1u, 33u, 0x80000001u, true, 0u, false)]
    [TestCase(2u, 32u, 0x80000001u, false, 0xffffffffu, true)]
    [TestCase(2u, 200u, 0x80000001u, false, 0xffffffffu, true)]
    [TestCase(2u, 200u, 0x70000001u, true, 0u, false)]
    [TestCase(3u, 0u, 0x80000001u, false, 0x80000001u, false)]
    [TestCase(3u, 32u, 0x80000001u, false, 0x80000001u, true)]
    [TestCase(3u, 33u, 0x80000001u, false, 0xc0000000u, true)]
    [TestCase(3u, 64u, 0x00000001u, true, 0x00000001u, false)]
    public void By_a_register(uint type, uint amount, uint value, bool carryBefore, uint result, bool carryAfter)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe1b00211 | (type << 5));
        core[1] = value;
        core[2] = amount;
        core.Cpsr = 0xdf | (carryBefore ? 1u << 29 : 0) | (1u << 28);

        test.Step();

        Assert.That((core[0], core.Cpsr >> 28, core.Time), Is.EqualTo((result, Flags(result, carryAfter), 2L)));
    }

    [TestCase(0xe3b000ffu, 0xffu, true)]    // movs r0, #ff: not rotated, so C stays
    [TestCase(0xe3b004ffu, 0xff000000u, true)]
    [TestCase(0xe3b00c7fu, 0x7f00u, false)]
    public void Of_a_constant(uint instruction, uint result, bool carryAfter)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, instruction);
        core.Cpsr = 0xdf | (1u << 29);

        test.Step();

        Assert.That((core[0], (core.Cpsr >> 29) & 1), Is.EqualTo((result, carryAfter ? 1u : 0u)));
    }

    [TestCase(0xe08f0001u, 0x100u + 8 + 5)]     // add r0, pc, r1
    [TestCase(0xe08f0211u, 0x100u + 12 + 20)]   // add r0, pc, r1, lsl r2: twelve bytes ahead
    [TestCase(0xe081021fu, 5u + ((0x100u + 12) << 2))]
    [TestCase(0xe28f0004u, 0x100u + 8 + 4)]
    public void The_PC_is_8_or_12_bytes_ahead(uint instruction, uint result)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0x100, instruction);
        core[1] = 5;
        core[2] = 2;

        test.Step();

        Assert.That(core[0], Is.EqualTo(result));
    }

    private static uint Flags(uint result, bool carry) => (result >> 31 << 3) | (result == 0 ? 4u : 0) | (carry ? 2u : 0) | 1;
}
