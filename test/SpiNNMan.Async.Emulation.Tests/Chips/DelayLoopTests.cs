using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Chips;

/// <summary>Loops that are passed over leave what executing them leaves.</summary>
internal sealed class DelayLoopTests
{
    [Test]
    public void Arm_loops_leave_the_same([Values(0x2u, 0x1u, 0x5u, 0x8u)] uint condition, [Values(0u, 1u, 7u, 5000u, 0x80000003u, 0xffffffffu)] uint count, [Values(64, 65, 66, 67, 1000, 30000)] int until)
    {
        uint[] program = [0xe1a00000, 0xe2555001, (condition << 28) | 0x0afffffd, 0xe2866001, 0xeafffffd];
        Assert.That(Run(program, isThumb: false, count, until, skip: true), Is.EqualTo(Run(program, isThumb: false, count, until, skip: false)));
    }

    [Test]
    public void Thumb_loops_leave_the_same([Values(0x2u, 0x1u, 0x5u)] uint condition, [Values(0u, 1u, 7u, 5000u, 0x80000003u)] uint count, [Values(64, 65, 66, 67, 1000, 30000)] int until)
    {
        uint[] program = [0x46c046c0, 0xd0fd3d01 | (condition << 24), 0xe7fd3601];   // nop nop; sub r5,#1; bcond; add r6,#1; b
        Assert.That(Run(program, isThumb: true, count, until, skip: true), Is.EqualTo(Run(program, isThumb: true, count, until, skip: false)));
    }

    [Test]
    public void Branches_to_themselves_leave_the_same([Values(64, 65, 66, 1000)] int until)
    {
        uint[] program = [0xe1a00000, 0xeafffffe, 0];
        Assert.That(Run(program, isThumb: false, 1, until, skip: true), Is.EqualTo(Run(program, isThumb: false, 1, until, skip: false)));
    }

    [Test]
    public void Loops_are_passed_over()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(4, 0xe2555001, 0x2afffffd);
        core[5] = 100_000;
        DelayLoop.Skip(core, 4000);
        Assert.That((core[5], core.Time), Is.EqualTo((99_000u, 4000L)));
    }

    private static (uint Counter, uint After, uint Pc, uint Status, long Time) Run(uint[] program, bool isThumb, uint count, int until, bool skip)
    {
        using TestCore test = new();
        test.Put(0, program);
        ArmCore core = test.Core;
        core.Pc = 4;
        if (isThumb) core.Cpsr |= 0x20;
        core[5] = count;
        if (skip) DelayLoop.Skip(core, until);
        core.Run(until);
        return (core[5], core[6], core.Pc, core.Cpsr, core.Time);
    }
}
