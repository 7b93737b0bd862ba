using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Emulation.Tests.Differential;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Debugging;

/// <summary>Symbols and lines of programs, as compilers write them.</summary>
internal sealed class SymbolTests
{
    [TestCase("debugged-v2")]
    [TestCase("debugged-v3")]
    [TestCase("debugged")]
    [TestCase("debugged-v5")]
    public void Functions_and_lines_are_found_in_each_version(string program)
    {
        ProgramSymbols symbols = ProgramSymbols.Read(TestMachine.Resource($"{program}.elf"));

        Assert.That(symbols.Functions.Find(0xb4)?.Name, Is.EqualTo("add"));
        Assert.That(symbols.Functions.Describe(0xcc), Is.EqualTo("next+14"));
        Assert.That(symbols.Functions.Find(0x9000), Is.Null);
        Assert.That(symbols.Lines.Find(0x8c)?.Line, Is.EqualTo(9), "ticks++");
        Assert.That(symbols.Lines.Find(0x8c)?.File, Does.EndWith("debugged.c"));
        Assert.That(symbols.Lines.Find(0x9c)?.ToString(), Does.EndWith("chip.h:32"), "from another file");
        Assert.That(symbols.Lines.Find(0xd0)?.Line, Is.EqualTo(20));
        Assert.That(symbols.Lines.Find(0x20), Is.Null, "assembly without lines");
        Assert.That(symbols.Lines.Find(0x8000), Is.Null);
    }

    [Test]
    public void What_is_no_program_for_this_processor_is_refused_with_a_reason()
    {
        Assert.That(() => ElfFile.Read("hello"u8.ToArray()), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("no ELF file"));
        byte[] other = TestMachine.Resource("debugged.elf");
        other[18] = 62;
        Assert.That(() => ElfFile.Read(other), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("another processor"));
        Assert.That(() => ElfFile.Read(TestMachine.Resource("debugged.elf")[..4000]), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("cut short"));
    }

    [Test]
    public void Damaged_files_are_read_or_refused_and_nothing_else([Values("debugged", "debugged-v5", "debugged-v2")] string program)
    {
        byte[] good = TestMachine.Resource($"{program}.elf");
        Xoshiro random = new(3);
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = [.. good];
            for (uint change = 1 + random.Next(8); change > 0; change--) bytes[random.OneIn(2) ? random.Next((uint)bytes.Length) : 0x2000 + random.Next((uint)bytes.Length - 0x2000)] = (byte)random.Next(256);
            try
            {
                ProgramSymbols symbols = ProgramSymbols.Read(random.OneIn(4) ? bytes[..(int)random.Next((uint)bytes.Length)] : bytes);
                symbols.Describe(random.Next(0x400));
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }
}
