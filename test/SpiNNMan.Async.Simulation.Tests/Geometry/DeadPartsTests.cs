using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Geometry;

internal sealed class DeadPartsTests
{
    [Test]
    public void A_dead_chip_cannot_be_reached_and_shows_in_no_table()
    {
        using var bench = new BoardBench(MachineLayout.Spin5.Without([new ChipLocation(1, 0)], [], []));

        Assert.That(Scp.Result(bench.Send(Scp.Version(1, 0)).Single().Bytes), Is.EqualTo(0x87));
        Assert.That(bench.Board.Chips, Has.Count.EqualTo(47));
        uint column = BitConverter.ToUInt32(Scp.Payload(bench.Send(Scp.Read(0xE1010080, 4, unit: 2)).Single().Bytes));
        Assert.That(column & 7, Is.EqualTo(6));
        Assert.That(Links(bench, 0, 0) & 1, Is.Zero);
    }

    [Test]
    public void A_chip_that_dead_links_cut_off_is_gone()
    {
        (ChipLocation, int)[] links = [.. Enumerable.Range(0, 6).Select(link => (new ChipLocation(1, 1), link))];
        using var bench = new BoardBench(MachineLayout.Spin3.Without([], [], links));

        Assert.That(Scp.Result(bench.Send(Scp.Version(1, 1)).Single().Bytes), Is.EqualTo(0x87));
    }

    [Test]
    public void A_dead_link_is_dead_both_ways()
    {
        using var bench = new BoardBench(MachineLayout.Spin5.Without([], [], [(new ChipLocation(0, 0), 1)]));

        Assert.That(Links(bench, 0, 0), Is.EqualTo(0b000101));
        Assert.That(Links(bench, 1, 1) & 0b010000, Is.Zero);
    }

    [Test]
    public void The_cores_after_a_dead_one_move_up()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip.Without([], [new CoreLocation(0, 0, 3)], []));

        byte[] version = Scp.Payload(bench.Send(Scp.Request(0, core: 3)).Single().Bytes);
        Assert.That((version[0], version[1]), Is.EqualTo(((byte)3, (byte)4)), "virtual and physical");
        Assert.That(Scp.Result(bench.Send(Scp.Request(0, core: 17)).Single().Bytes), Is.EqualTo(0x88));

        string maps = Convert.ToHexStringLower(Scp.Payload(bench.Send(Scp.Read(0xF5007F94, 41)).Single().Bytes));
        Assert.That(maps, Is.EqualTo("000102ff030405060708090a0b0c0d0e0f10ffff" + "000102040506" + "0708090a0b0c0d0e0f1011ffffff" + "11"));
        Assert.That(BitConverter.ToUInt32(Scp.Payload(bench.Send(Scp.Read(0xF2000010, 4, unit: 2)).Single().Bytes)), Is.EqualTo(0x3FFF7));
    }

    [Test]
    public void Another_core_is_the_monitor_if_the_first_is_dead()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip.Without([], [new CoreLocation(0, 0, 0)], []));

        byte[] version = Scp.Payload(bench.Send(Scp.Version()).Single().Bytes);
        Assert.That((version[0], version[1]), Is.EqualTo(((byte)0, (byte)1)), "virtual and physical");
    }

    [Test]
    public void A_chip_without_a_core_is_not_there()
    {
        CoreLocation[] all = [.. Enumerable.Range(0, 18).Select(core => new CoreLocation(1, 1, (byte)core))];
        using var bench = new BoardBench(MachineLayout.Spin3.Without([], all, []));

        Assert.That(bench.Board.Chips, Has.Count.EqualTo(3));
    }

    [Test]
    public void What_is_not_there_cannot_be_dead()
    {
        Assert.That(() => MachineLayout.Spin3.Without([new ChipLocation(2, 0)], [], []), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => MachineLayout.Spin3.Without([new ChipLocation(0, 0)], [], []), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => MachineLayout.Spin3.Without([], [new CoreLocation(0, 0, 18)], []), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => MachineLayout.Spin3.Without([], [], [(new ChipLocation(0, 0), 6)]), Throws.TypeOf<InvalidParameterException>());
    }

    private static int Links(BoardBench bench, int x, int y) => Scp.Payload(bench.Send(Scp.Request(31, x: x, y: y)).Single().Bytes)[1] & 0x3F;
}
