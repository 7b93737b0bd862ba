using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Debugging;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.Translation;
using SpiNNMan.Async.Emulation.Tests.Differential;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Debugging;

/// <summary>A core stops exactly where it is to, and goes on as if it had not.</summary>
internal sealed class StopTests
{
    [Test]
    public void A_breakpoint_at_which_a_slice_begins_stops()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe2800001, 0xeafffffd);   // 1: add r0,r0,#1; b 1b
        core.Breakpoints.Add(0);
        core.Run(1);
        core.Breakpoints.Remove(0);
        core.Run(core.Time + 1);
        Assume.That(core.Pc, Is.Zero);

        core.Breakpoints.Add(0);

        Assert.That((core.Run(core.Time + 100), core.Pc, core[0]), Is.EqualTo((SliceEnd.Breakpoint, 0u, 1u)));
    }

    [Test]
    public void A_slice_in_which_a_core_stopped_ends_where_it_would_have()
    {
        using TestCore undisturbed = new();
        using TestCore debugged = new();
        foreach (TestCore test in (TestCore[])[undisturbed, debugged]) test.Arm(0, 0xe2800001, 0xe2800001, 0xe2800001, 0xeafffffb);
        debugged.Core.Breakpoints.Add(8);
        undisturbed.Core.Run(2);

        Assert.That(debugged.Core.Run(2), Is.EqualTo(SliceEnd.Breakpoint));
        Assert.That(debugged.Core.Run(2), Is.EqualTo(SliceEnd.Time));

        Assert.That((debugged.Core.Pc, debugged.Core.Time), Is.EqualTo((undisturbed.Core.Pc, undisturbed.Core.Time)));
    }

    [TestCase(0xe5910000u, 4, true, false, TestName = "ldr")]
    [TestCase(0xe5810000u, 4, false, true, TestName = "str")]
    [TestCase(0xe7d10002u, 1, true, false, TestName = "ldrb, register")]
    [TestCase(0xe7810082u, 4, false, true, TestName = "str, shifted register")]
    [TestCase(0xe1d100b2u, 2, true, false, TestName = "ldrh")]
    [TestCase(0xe1c100b2u, 2, false, true, TestName = "strh")]
    [TestCase(0xe1c100d0u, 8, true, false, TestName = "ldrd")]
    [TestCase(0xe1c100f0u, 8, false, true, TestName = "strd")]
    [TestCase(0xe1010092u, 4, true, true, TestName = "swp")]
    [TestCase(0xe8910070u, 12, true, false, TestName = "ldmia")]
    [TestCase(0xe9210070u, 12, false, true, TestName = "stmdb")]
    [TestCase(0xe9a10070u, 12, false, true, TestName = "stmib")]
    [TestCase(0xe8110070u, 12, true, false, TestName = "ldmda")]
    public void The_access_of_an_instruction_is_known_before(uint opcode, int length, bool isLoad, bool isStore)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, opcode);
        core[1] = 0x10000020;
        core[2] = 8;

        Assert.That(AccessFinder.TryFind(core, out DataAccess access), Is.True);
        core.Step();

        uint first = test.Bus.Accesses.Min(made => made.Address);
        Assert.That(access, Is.EqualTo(new DataAccess(first, (uint)length, isLoad, isStore)));
    }

    [Test]
    public void The_accesses_of_random_instructions_are_known_before([Values] bool isThumb)
    {
        Xoshiro random = new(2024);
        using TestCore test = new();
        bool undefined = false;
        test.Core.ExceptionTaken = (_, exception, _) => undefined = exception is ArmException.UndefinedInstruction;
        int accesses = 0;
        for (int round = 0; round < 50_000; round++)
        {
            uint opcode = isThumb ? 0x4800 + (random.Next() & 0x3fff) : 0xe0000000 | (random.Next() & 0x0fffffff);
            test.Core.Cpsr = 0x1f;
            ArmCore core = isThumb ? test.Thumb(0x100, (ushort)opcode) : test.Arm(0x100, opcode);
            for (int register = 0; register < 15; register++) core[register] = random.OneIn(3) ? random.Next(16) : TestBus.Base + random.Next(64);
            test.Bus.Accesses.Clear();
            undefined = false;
            bool found = AccessFinder.TryFind(core, out DataAccess access);
            core.Step();
            if (undefined || test.Bus.Accesses.Count == 0) continue;

            accesses++;
            Assert.That(found, Is.True, $"{opcode:x8} makes an access");
            Assert.That(test.Bus.Accesses.Min(made => made.Address), Is.EqualTo(access.Address), $"{opcode:x8}");
            Assert.That(test.Bus.Accesses.Max(made => made.Address + (uint)made.Size), Is.LessThanOrEqualTo(access.Address + access.Length), $"{opcode:x8}");
            Assert.That((access.IsLoad, access.IsStore), Is.EqualTo((test.Bus.Accesses.Exists(made => !made.IsWrite), test.Bus.Accesses.Exists(made => made.IsWrite))), $"{opcode:x8}");
        }

        Assert.That(accesses, Is.GreaterThan(1000));
    }

    [Test]
    public void A_watchpoint_stops_before_the_access_once([Values] bool isTranslated)
    {
        CodeCache cache = new(isTranslated ? TranslationMode.Immediate : TranslationMode.Off, threshold: 2);
        using TestCore test = new(cache);
        ArmCore core = test.Arm(0, 0xe2800001, 0xe5810000, 0xeafffffc);   // add r0,r0,#1; str r0,[r1]; b 0
        core[1] = ArmCore.DtcmBase;
        core.Run(1000);
        uint before = core[0];

        core.Stops.Watch(new Watchpoint(ArmCore.DtcmBase + 2, 1, OnRead: false, OnWrite: true));

        Assert.That((core.Run(2000), core.Pc, core.Stops.Reason), Is.EqualTo((SliceEnd.Breakpoint, 4u, StopReason.Watchpoint)));
        Assert.That((core[0], test.Word(ArmCore.DtcmBase)), Is.EqualTo((before + 1, before)));
        Assert.That((core.Run(2000), test.Word(ArmCore.DtcmBase)), Is.EqualTo((SliceEnd.Breakpoint, before + 1)));
    }

    [Test]
    public void Watched_loads_do_not_stop_stores()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe5810000, 0xe5912000, 0xeafffffc);   // str r0,[r1]; ldr r2,[r1]; b 0
        core[1] = 0x70000000;
        core.Stops.Watch(new Watchpoint(0x60000000, 4, OnRead: true, OnWrite: false));

        Assert.That((core.Run(100), core.Pc), Is.EqualTo((SliceEnd.Breakpoint, 4u)), "by the other address of SDRAM");
    }

    [Test]
    public void A_step_passes_over_an_interrupt_or_into_it([Values] bool into)
    {
        using TestCore test = new();
        test.Put(0x18, 0xe2811001, 0xe25ef004);   // add r1,#1; subs pc,lr,#4
        ArmCore core = test.Arm(0x100, 0xe2800001, 0xeafffffd);
        core.Cpsr = 0x1f;
        core.SetInterruptLines(irq: true, fiq: false);
        core.Stops.StepsIntoInterrupts = into;
        core.Stops.Step();
        core.Run(1);
        if (!into)
        {
            // The handler has begun; who asked is quiet from now on.
            core.SetInterruptLines(irq: false, fiq: false);
            core.Run(100);
        }

        Assert.That(core.Stops.IsStepping, Is.False);
        Assert.That(core.Pc, Is.EqualTo(into ? 0x1cu : 0x104u));
    }
}
