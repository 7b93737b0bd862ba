using System.Globalization;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.Translation;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>
/// The same random programs interpreted, translated, and instruction by instruction, in slices of random lengths, with interrupts at random times: all must be the same at
/// the end of each slice. EMULATION_PROGRAMS says how many.
/// </summary>
internal sealed class TierTests
{
    private static readonly uint[] s_modes = [0x11, 0x12, 0x13, 0x17, 0x1b, 0x1f];

    [Test]
    public void The_translator_takes_all_of_the_routine_that_warms_it_up() => Assert.That(WarmUp.Translate(), Is.EqualTo(27));

    [Test]
    public void Translated_programs_do_what_interpreted_ones_do()
    {
        ulong count = ulong.Parse(Environment.GetEnvironmentVariable("EMULATION_PROGRAMS") ?? "150", CultureInfo.InvariantCulture);
        long translated = 0;
        for (ulong seed = 1; seed <= count; seed++)
        {
            CodeCache cache = new(TranslationMode.Immediate, threshold: 1);
            Compare(seed, new CodeCache(TranslationMode.Off), cache, stepped: false);
            translated += cache.Translated;
        }

        Assert.That(translated, Translator.IsSupported ? Is.GreaterThan((long)count / 4) : Is.Zero);
    }

    [Test]
    public void Programs_that_are_stepped_through_do_what_running_ones_do()
    {
        for (ulong seed = 1001; seed <= 1100; seed++)
            Compare(seed, new CodeCache(TranslationMode.Off), new CodeCache(TranslationMode.Off), stepped: true);
    }

    [Test]
    public void It_does_not_matter_when_code_is_translated()
    {
        for (ulong seed = 2001; seed <= 2020; seed++)
        {
            CodeCache cache = new(TranslationMode.Background, threshold: 2);
            Compare(seed, new CodeCache(TranslationMode.Off), cache, stepped: false);
            Assert.That(cache.TranslationFailure, Is.Null);
        }
    }

    private static void Compare(ulong seed, CodeCache first, CodeCache second, bool stepped)
    {
        using TestCore one = Make(seed, first);
        using TestCore two = Make(seed, second);
        Xoshiro random = new(seed ^ 0x5555);
        for (int slice = 0; slice < 300; slice++)
        {
            long until = one.Core.Time + 1 + random.Next(random.OneIn(4) ? 2000u : 60u);
            SliceEnd end = one.Core.Run(until);
            SliceEnd other = stepped ? StepUntil(two.Core, until) : two.Core.Run(until);
            Assert.That((other, Describe(two)), Is.EqualTo((end, Describe(one))), $"seed {seed}, slice {slice}");
            bool irq = one.Core.IsSleeping || random.OneIn(6);
            bool fiq = random.OneIn(12);
            one.Core.SetInterruptLines(irq, fiq);
            two.Core.SetInterruptLines(irq, fiq);
        }

        Assert.That(Memory(two), Is.EqualTo(Memory(one)), $"memory, seed {seed}");
        Assert.That(two.Bus.Accesses, Is.EqualTo(one.Bus.Accesses), $"seed {seed}");
    }

    [Test]
    [Explicit("Finds where tiers part, for the seed in EMULATION_SEED.")]
    public void Find_the_first_difference()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("EMULATION_SEED") ?? "1", CultureInfo.InvariantCulture);
        using TestCore one = Make(seed, new CodeCache(TranslationMode.Off));
        using TestCore two = Make(seed, new CodeCache(TranslationMode.Immediate, threshold: 1));
        string before = "";
        long length = long.Parse(Environment.GetEnvironmentVariable("EMULATION_SLICE") ?? "1", CultureInfo.InvariantCulture);
        for (int slice = 0; slice < 100_000; slice++)
        {
            uint pc = one.Core.Pc;
            string code = string.Join(' ', Enumerable.Range(0, 256).Select(word => $"{one.Word(ChaosProgram.Start + (uint)(4 * word)):x8}"));
            one.Core.Run(one.Core.Time + length);
            two.Core.Run(two.Core.Time + length);
            if (!Describe(one).Equals(Describe(two), StringComparison.Ordinal)) Assert.Fail($"slice {slice} at {pc:x8}: {code}\nbefore {before}\nfirst  {Describe(one)}\nsecond {Describe(two)}");
            before = Describe(one);
            one.Core.SetInterruptLines(one.Core.IsSleeping, false);
            two.Core.SetInterruptLines(two.Core.IsSleeping, false);
        }
    }

    private static SliceEnd StepUntil(ArmCore core, long until)
    {
        while (core.Time < until || core.Code.IsWithinBlock)
        {
            SliceEnd end = core.Step();
            if (end != SliceEnd.Time) return end;
        }

        return core.IsSleeping ? SliceEnd.Sleeping : SliceEnd.Time;
    }

    private static TestCore Make(ulong seed, CodeCache cache)
    {
        ChaosProgram program = new(seed);
        TestCore test = new(cache);
        test.Put(0, ChaosProgram.Handlers);
        test.Put(ChaosProgram.Start, program.Words);
        Xoshiro random = new(seed + 7);
        for (uint address = 0x00404000; address < 0x0040c000; address += 4)
            test.Put(address, random.OneIn(4) ? ChaosProgram.Start + (random.Next() & 0x1fe) : random.Next());
        ArmCore core = test.Core;
        foreach (uint mode in s_modes)
        {
            core.Cpsr = 0xc0 | mode;
            core[13] = 0x00408000 + (mode * 0x40);
            core[14] = ChaosProgram.Start;
        }

        core.Cpsr = program.Status;
        for (int register = 0; register < 15; register++) core[register] = program.Registers[register];
        core.Control = random.OneIn(2) ? ArmCore.AlignmentCheck : 0;
        core.Pc = ChaosProgram.Start;
        test.Bus.Accessed = accessing => test.Bus.Words[accessing.Time & 15] = (uint)accessing.Time;
        test.Bus.Outcome = address => (address & 0x30) == 0x20 ? BusOutcome.EndSlice : BusOutcome.Done;
        return test;
    }

    private static string Describe(TestCore test)
    {
        ArmCore core = test.Core;
        return $"time {core.Time}, pc {core.Pc:x8}, cpsr {core.Cpsr:x8}, spsr {core.Spsr:x8}, " + string.Join(' ', Enumerable.Range(0, 15).Select(register => $"{core[register]:x8}"));
    }

    private static unsafe ulong Memory(TestCore test) =>
        MachineOutcome.HashData(new ReadOnlySpan<byte>(test.Core.Itcm, (int)ArmCore.ItcmSize))
        ^ MachineOutcome.HashData(new ReadOnlySpan<byte>(test.Core.Dtcm, (int)ArmCore.DtcmSize))
        ^ MachineOutcome.HashData(test.Memory.SdramSpan[..0x10000])
        ^ MachineOutcome.HashData(test.Memory.SystemRamSpan);
}
