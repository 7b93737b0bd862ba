using System.Net;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>The commands that touch the hardware of one chip.</summary>
internal sealed class ChipCommandTests
{
    private const int Remap = 16;
    private const int SerialRom = 27;

    [Test]
    public void Remapping_moves_the_other_cores_up([Values(0u, 1u)] uint isPhysical)
    {
        using var bench = new BoardBench();
        bench.Send(Scp.Request(Remap, first: 5, second: isPhysical));

        byte[] version = bench.Send(Scp.Request(0, core: 5)).Single().Bytes;
        Assert.That(Scp.Payload(version)[..2], Is.EqualTo(new byte[] { 5, 6 }));
        Assert.That(Scp.Result(bench.Send(Scp.Request(0, core: 17)).Single().Bytes), Is.EqualTo(0x88));
    }

    [Test]
    public void The_state_of_a_core_that_is_remapped_is_forgotten()
    {
        using var bench = new BoardBench();
        bench.Send(Scp.Request(Remap, first: 17));

        Assert.That(Images.Read(bench, 0xE5007000 + (17 * 128), 128), Is.All.Zero);
    }

    /// <summary>How a host samples where programs are: command 2 into the mailbox, an interrupt of the core by its physical number, and the place is where the message would be.</summary>
    [TestCase(1, 1, 0x180u, TestName = "A core that is idle")]
    [TestCase(5, 5, 0x180u, TestName = "Another")]
    public void A_core_that_is_asked_where_it_is_tells_it(int core, int physical, uint place)
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        uint vcpu = 0xE5007000 + (128 * (uint)core);
        bench.Send(Scp.Request(3, first: vcpu + 0x38, second: 1, data: [2]));
        Assert.That(Images.Read(bench, vcpu + 0x38, 1)[0], Is.EqualTo(2), "nobody has told the core");

        Interrupt(bench, physical);
        Assert.That(Images.Read(bench, vcpu + 0x38, 1)[0], Is.Zero);
        Assert.That(BitConverter.ToUInt32(Images.Read(bench, vcpu + 0x30, 4)), Is.EqualTo(place));
    }

    [Test]
    public void A_remapped_core_is_asked_by_its_physical_number()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Send(Scp.Request(Remap, first: 3));
        bench.Send(Scp.Request(3, first: 0xE50071B8, second: 1, data: [2]));
        Interrupt(bench, 3);
        Assert.That(Images.Read(bench, 0xE50071B8, 1)[0], Is.EqualTo(2));

        Interrupt(bench, 4);
        Assert.That(Images.Read(bench, 0xE50071B8, 1)[0], Is.Zero);
    }

    [Test]
    public void A_core_that_hangs_or_failed_does_not_tell_where_it_is([Values("hang", "crash")] string program)
    {
        using var bench = new BoardBench(MachineLayout.Spin3, new VirtualMachineOptions { Applications = [new Simulation.Applications.ApplicationRule(null, Simulation.Applications.BuiltInProgram.Find(program))] });
        Images.Start(bench, Images.Make("model"));
        bench.Wait(TimeSpan.FromMilliseconds(5));
        bench.Send(Scp.Request(3, first: 0xE50070B8, second: 1, data: [2]));
        Interrupt(bench, 1);

        Assert.That(Images.Read(bench, 0xE50070B8, 1)[0], Is.EqualTo(2));
    }

    [Test]
    public void An_interrupt_without_the_security_code_is_none()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Send(Scp.Request(3, first: 0xE50070B8, second: 1, data: [2]));
        bench.Send(Scp.Request(3, first: 0xF2000008, second: 4, third: 2, data: [2, 0, 0, 0]));

        Assert.That(Images.Read(bench, 0xE50070B8, 1)[0], Is.EqualTo(2));
    }

    [Test]
    public void Remapping_the_monitor_is_refused()
    {
        using var bench = new BoardBench(options: new VirtualMachineOptions { MaskHandlerErrors = false });
        Assert.That(Scp.Result(bench.Send(Scp.Request(Remap)).Single().Bytes), Is.EqualTo(0x84));
    }

    [Test]
    public void The_serial_rom_keeps_what_is_written()
    {
        using var bench = new BoardBench();
        bench.Send(Scp.Request(SerialRom, first: 0x000401E0, second: 0x02000200, data: [1, 2, 3, 4]));

        byte[] reply = bench.Send(Scp.Request(SerialRom, first: 0x00060020, second: 0x03000200)).Single().Bytes;
        Assert.That(Scp.Payload(reply), Is.EqualTo(new byte[] { 1, 2, 3, 4, 0xFF, 0xFF }));
    }

    [TestCase(0x000000C8u, 0xC7000000u, TestName = "All of it")]
    [TestCase(0x000001C8u, 0xC7000000u, TestName = "All of it, as a command that sends bytes")]
    [TestCase(0x000000E0u, 0xD8000200u, TestName = "A sector")]
    [TestCase(0x000000E0u, 0x42000200u, TestName = "A page")]
    public void The_serial_rom_is_erased(uint how, uint command)
    {
        using var bench = new BoardBench();
        bench.Send(Scp.Request(SerialRom, first: 0x000401E0, second: 0x02000200, data: [1, 2, 3, 4]));
        bench.Send(Scp.Request(SerialRom, first: how & ~0x80u, second: command));
        Assert.That(ReadRom(bench), Is.EqualTo(new byte[] { 1, 2, 3, 4, 0xFF, 0xFF }), "it must be told that it may be changed");

        bench.Send(Scp.Request(SerialRom, first: how, second: command));
        Assert.That(ReadRom(bench), Is.All.EqualTo(0xFF));
    }

    [Test]
    public void The_serial_rom_is_told_by_a_command_of_its_own_that_it_may_be_changed()
    {
        using var bench = new BoardBench();
        bench.Send(Scp.Request(SerialRom, first: 8, second: 0x06000000));
        Assert.That(Scp.Payload(bench.Send(Scp.Request(SerialRom, first: 0x00010008, second: 0x05000000)).Single().Bytes), Is.EqualTo(new byte[] { 2 }));
        bench.Send(Scp.Request(SerialRom, first: 0x00040120, second: 0x02000200, data: [1, 2, 3, 4]));
        bench.Send(Scp.Request(SerialRom, first: 0x00040120, second: 0x02000200, data: [5, 6, 7, 8]));

        Assert.That(ReadRom(bench)[..4], Is.EqualTo(new byte[] { 1, 2, 3, 4 }), "once only");
    }

    [Test]
    public void Another_network_is_reached_through_the_gateway()
    {
        using var bench = new BoardBench();
        bench.Send(Scp.Request(26, first: 0x00010003, second: 5000, third: BitConverter.ToUInt32(IPAddress.Parse("10.1.2.3").GetAddressBytes())));

        byte[] entry = Scp.Payload(bench.Send(Scp.Request(26, first: 0x00020003, second: 1)).Single().Bytes);
        Assert.That(entry[4..10], Is.EqualTo(new byte[] { 2, 0, 127, 0, 0, 254 }));
    }

    [Test]
    public void A_tag_for_a_loopback_address_that_nobody_uses_becomes_valid_when_somebody_does()
    {
        var host = IPAddress.Parse("127.99.1.3");
        using var bench = new BoardBench();
        bench.Send(Scp.Request(26, first: 0x00010003, second: 5000, third: BitConverter.ToUInt32(host.GetAddressBytes())));
        Assert.That(Flags(), Is.EqualTo(new byte[] { 0x00, 0x20 }));

        bench.Send(Scp.Version(), from: new IPEndPoint(host, 40000));
        Assert.That(Flags(), Is.EqualTo(new byte[] { 0x00, 0x80 }));

        byte[] Flags() => Scp.Payload(bench.Send(Scp.Request(26, first: 0x00020003, second: 1)).Single().Bytes)[14..16];
    }

    [Test]
    public void A_tag_for_a_silent_host_never_becomes_valid()
    {
        var host = IPAddress.Parse("127.99.1.2");
        using var bench = new BoardBench(options: new VirtualMachineOptions { SilentHosts = [host] });
        bench.Send(Scp.Request(26, first: 0x00010003, second: 5000, third: BitConverter.ToUInt32(host.GetAddressBytes())));

        byte[] entry = Scp.Payload(bench.Send(Scp.Request(26, first: 0x00020003, second: 1)).Single().Bytes);
        Assert.That(entry[14..16], Is.EqualTo(new byte[] { 0x00, 0x20 }));
    }

    [Test]
    public void A_fill_of_everything_deafens_the_monitor_and_then_kills_it()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Send(Scp.Request(5, x: 1, y: 1, first: 0x60300000, third: 0xFFFFFFFF));

        Assert.That(bench.Send(Scp.Version(1, 1)), Is.Empty);
        bench.Wait(TimeSpan.FromSeconds(6));
        Assert.That(bench.AskResult(Scp.Version(1, 1)), Is.EqualTo(0x8B));
    }

    [TestCase(0x000u, "00000000")]
    [TestCase(0x001u, "01000000")]
    [TestCase(0x100u, "01000000")]
    [TestCase(0x101u, "01000000")]
    [TestCase(0x202u, "ffff0080")]
    public void The_root_knows_how_far_chips_are(uint chip, string hops)
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        byte[] reply = bench.Send(Scp.Read(0x67840018 + (4 * chip), 4)).Single().Bytes;
        Assert.That(Convert.ToHexStringLower(Scp.Payload(reply)), Is.EqualTo(hops));
    }

    private static void Interrupt(BoardBench bench, int physicalCore) =>
        bench.Send(Scp.Request(3, first: 0xF2000008, second: 4, third: 2, data: BitConverter.GetBytes(0x5EC00000 | (1u << physicalCore))));

    private static byte[] ReadRom(BoardBench bench) => Scp.Payload(bench.Send(Scp.Request(SerialRom, first: 0x00060020, second: 0x03000200)).Single().Bytes);
}
