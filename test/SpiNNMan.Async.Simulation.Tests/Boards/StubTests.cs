using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Boards;

/// <summary>What an idle application core answers; the bytes were recorded from the firmware.</summary>
internal sealed class StubTests
{
    [TestCase("000087ff01ff0000000000000100000000000000000000000000", "8708ff010000000080000100010100000001fffff53357655341524b2f5370694e4e616b657200342e302e3000", TestName = "VER")]
    [TestCase("000087ff01ff00000000000002000000000000000000", "8708ff010000000081000200", TestName = "VER with two arguments")]
    [TestCase("000087ff01ff0000000001000300000000000000000000000000", "8708ff010000000083000300", TestName = "Unknown command")]
    [TestCase("000087ff01ff000000001f001400000000000000000000000000", "8708ff010000000083001400", TestName = "A command for monitors")]
    [TestCase("000087ff01ff0000000002001a00000040001000000002000000", "8708ff010000000080001a0000000000000000000000000000000000", TestName = "READ of its own memory")]
    [TestCase("000087ff01ff0000000002001b00000030600101000000000000", "8708ff010000000084001b00", TestName = "READ of 257")]
    [TestCase("000087ff01ff0000000002001c00000030600400000003000000", "8708ff010000000084001c00", TestName = "READ of type 3")]
    [TestCase("000087ff21ff0000000000002100000000000000000000000000", null, TestName = "Port 1 without a program")]
    [TestCase("000087ffe1ff0000000000002200000000000000000000000000", null, TestName = "Port 7 without a program")]
    public void An_idle_core_answers(string request, string? reply)
    {
        using var bench = new BoardBench(MachineLayout.SingleChip);

        Assert.That(bench.Ask(request)?[4..], Is.EqualTo(reply));
    }

    [Test]
    public void A_core_has_memory_of_its_own()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip);
        Assert.That(bench.Ask("000087ff01ff0000000003001d0000804000040000000200000061626364")?[4..], Is.EqualTo("8708ff010000000080001d00"));
        Assert.That(bench.Ask("000087ff01ff0000000002001e00008040000400000002000000")?[4..], Is.EqualTo("8708ff010000000080001e0061626364"));
        Assert.That(bench.Ask("000087ff02ff0000000002001e00008040000400000002000000")?[4..], Is.EqualTo("8708ff020000000080001e0000000000"));
        Assert.That(bench.Ask("000087ff01ff0000000005001f00008040004433221110000000")?[4..], Is.EqualTo("8708ff010000000080001f00"));
        Assert.That(bench.Ask("000087ff01ff0000000002002000008040001400000002000000")?[4..], Is.EqualTo("8708ff0100000000800020004433221144332211443322114433221100000000"));
    }

    [Test]
    public void The_state_of_a_core_is_in_memory_as_the_firmware_writes_it()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip);
        string vcpu = Convert.ToHexStringLower(Scp.Payload(bench.Send(Scp.Read(0xE5007080, 128, unit: 2)).Single().Bytes));

        // Physical core 1, state 15, application 0; the name and the version of its software.
        Assert.That(vcpu[88..96], Is.EqualTo("00010f00"));
        Assert.That(vcpu[144..192], Is.EqualTo("7361726b000000000000000000000000" + "0000000000000400"));
    }

    [Test]
    public void A_core_that_died_takes_one_message_and_then_no_more()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip);
        byte[] version = Scp.Request(0, core: 1);
        bench.Send(Scp.Request(2, first: 0x50000000, second: 4, core: 1));

        Assert.That(bench.Send(version), Is.Empty);
        Assert.That(bench.AskResult(version), Is.EqualTo(0x86));
        Assert.That(bench.Send(Scp.Version()), Has.Count.EqualTo(1), "the monitor lives");
    }
}
