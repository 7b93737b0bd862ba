using System.Net;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Monitor;

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
}
