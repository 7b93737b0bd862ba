using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>Packets from neighbour to neighbour, which every chip gets.</summary>
internal sealed class NeighbourPacketTests
{
    private const uint Variables = 0xE5007F00;
    private const uint GiveId = 0x80003F00;

    [Test]
    public void A_global_write_reaches_every_chip()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Packet(bench, 0x04080000 | (0x70 << 8), 0xCAFEF00D);

        foreach ((int x, int y) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
            Assert.That(Read(bench, Variables + 0x70, 4, x, y), Is.EqualTo(new byte[] { 0x0D, 0xF0, 0xFE, 0xCA }));
    }

    [Test]
    public void A_packet_with_a_number_that_was_just_used_is_ignored()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Packet(bench, 0x04080000 | (0x70 << 8) | (9 << 1), 1, how: 0x3F00);
        Packet(bench, 0x04080000 | (0x70 << 8) | (9 << 1), 2, how: 0x3F00);
        Assert.That(Read(bench, Variables + 0x70, 4)[0], Is.EqualTo(1));

        Packet(bench, 0x04080000 | (0x70 << 8) | (80 << 1), 3, how: 0x3F00);
        Packet(bench, 0x04080000 | (0x70 << 8) | (9 << 1), 4, how: 0x3F00);
        Assert.That(Read(bench, Variables + 0x70, 4)[0], Is.EqualTo(4), "once 64 others have gone by");
    }

    [Test]
    public void The_chip_that_gives_a_number_remembers_it()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        byte before = Read(bench, Variables + 7, 1)[0];
        Packet(bench, 0, 0x50000000 | 0xFF1E);
        bench.Send(Scp.Request(22, first: 2, second: 0x0003FF1E));

        Assert.That(Read(bench, Variables + 7, 1)[0], Is.EqualTo(before + 2));
    }

    [Test]
    public void A_packet_that_leaves_over_no_link_does_nothing()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Packet(bench, 0x04080000 | (0x70 << 8), 1, how: 0x80000000);
        Assert.That(Read(bench, Variables + 0x70, 4)[0], Is.Zero);
    }

    [Test]
    public void Settings_of_the_packets_themselves_are_taken_over()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Packet(bench, 0, 0x00001502);

        Assert.That(Read(bench, Variables + 0x28, 2, 1, 1), Is.EqualTo(new byte[] { 0x15, 0x02 }));
    }

    [TestCase(0.0, 4)]
    [TestCase(1.0, 0)]
    public void A_chip_that_misses_a_packet_of_a_flood_fill_does_not_start(double loss, int started)
    {
        var options = new VirtualMachineOptions { Faults = new FaultOptions { FloodFillLoss = loss } };
        using var bench = new BoardBench(MachineLayout.Spin3, options);
        Fill(bench);

        Assert.That(Started(bench), Is.EqualTo(started));
    }

    [Test]
    public void Some_chips_miss_what_others_get()
    {
        var options = new VirtualMachineOptions { Seed = 3, Faults = new FaultOptions { FloodFillLoss = 0.1 } };
        using var bench = new BoardBench(MachineLayout.Spin5, options);
        Fill(bench);

        Assert.That(Started(bench), Is.GreaterThan(10).And.LessThan(45));
    }

    private static void Fill(BoardBench bench)
    {
        Packet(bench, 0x06000000 | (2 << 16) | (1 << 8), 0);
        Packet(bench, 0x07000002, 0x0003FFFF, how: 0x3F00);
        bench.Send(Scp.Request(23, first: 0x3F180002, third: Images.Address, data: [0xFF, 0xFF, 0xFF, 0xFF]));
        Packet(bench, 0x0F000002, (Images.Application << 24) | (1 << 18), how: 0x3F00);
        bench.Wait(TimeSpan.FromMilliseconds(2));
    }

    private static int Started(BoardBench bench)
    {
        bench.Send(Scp.Request(15, first: Images.Application, second: (uint)CoreState.Ready));
        return BitConverter.ToInt32(Scp.Payload(bench.Wait(TimeSpan.FromMilliseconds(10)).Single().Bytes));
    }

    private static void Packet(BoardBench bench, uint key, uint data, uint how = GiveId) =>
        bench.Send(Scp.Request(20, first: key, second: data, third: how));

    private static byte[] Read(BoardBench bench, uint address, uint length, int x = 0, int y = 0) =>
        Scp.Payload(bench.Send(Scp.Read(address, length, x, y)).Single().Bytes);
}
