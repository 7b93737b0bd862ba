using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Tests.Boards;

internal sealed class BoardTests
{
    [Test]
    public void A_booted_board_is_ready_with_all_its_chips()
    {
        using var bench = new BoardBench();

        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Ready));
        Assert.That(bench.Board.Firmware, Is.EqualTo(new SoftwareVersion(4, 0, 0)));
        Assert.That(bench.Board.Chips, Has.Count.EqualTo(48));
        Assert.That(bench.Board.Chips.Sum(chip => chip.WorkingCores), Is.EqualTo(856));
    }

    [Test]
    public void Every_chip_of_a_Spin5_answers_with_its_address()
    {
        using var bench = new BoardBench();
        Assert.Multiple(() =>
        {
            foreach (ChipLocation chip in MachineLayout.Spin5.Chips)
                Assert.That(Scp.Address(bench.Send(Scp.Version(chip.X, chip.Y)).Single().Bytes), Is.EqualTo(((int)chip.X, (int)chip.Y)));
        });
    }

    [Test]
    public void Following_the_parent_links_leads_to_the_root([Values] BoardType type)
    {
        var geometry = LayerOptions.LayoutOf(type);
        using var bench = new BoardBench(geometry);
        foreach (ChipLocation chip in geometry.Chips)
        {
            ChipLocation at = chip;
            int steps = 0;
            for (; at != new ChipLocation(0, 0); steps++)
            {
                byte parent = Scp.Payload(bench.Send(Scp.Request(31, x: at.X, y: at.Y)).Single().Bytes)[36];
                at = geometry.Neighbour(at, parent) ?? throw new AssertionException($"{at} has no neighbour across its parent link {parent}");
                Assert.That(steps, Is.LessThan(20));
            }
        }
    }

    [Test]
    public void The_P2P_table_leads_everywhere_on_the_board_and_nowhere_else()
    {
        MachineLayout geometry = MachineLayout.Spin5;
        using var bench = new BoardBench(geometry);
        for (int x = 0; x < 8; x++)
        {
            byte[] column = Scp.Payload(bench.Send(Scp.Read(0xE1010000 + (128 * (uint)x), 4, unit: 2)).Single().Bytes);
            uint word = BitConverter.ToUInt32(column);
            for (int y = 0; y < 8; y++)
            {
                var chip = new ChipLocation((byte)x, (byte)y);
                uint entry = (word >> (3 * y)) & 7;
                uint expected = chip == new ChipLocation(0, 0) ? 7u : geometry.Chips.Contains(chip) ? entry : 6u;
                Assert.That(entry, Is.EqualTo(expected), chip.ToString());
                if (entry < 6)
                    Assert.That(geometry.Neighbour(new ChipLocation(0, 0), (int)entry), Is.Not.Null);
            }
        }
    }

    [Test]
    public void The_clocks_in_the_system_variables_run()
    {
        using var bench = new BoardBench();
        bench.Wait(TimeSpan.FromMilliseconds(12_345));

        byte[] clocks = Scp.Payload(bench.Send(Scp.Read(0xF5007F10, 16, unit: 2)).Single().Bytes);
        Assert.That(BitConverter.ToUInt64(clocks, 0), Is.EqualTo(12_345));
        Assert.That(BitConverter.ToUInt16(clocks, 8), Is.EqualTo(345));
        Assert.That(BitConverter.ToUInt32(clocks, 12), Is.EqualTo(12));
    }

    [Test]
    public void The_system_variables_hold_what_the_firmware_left_there()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);

        // Recorded on a four-chip board; clocks, random numbers and counters of its own start are left out.
        string sv = Convert.ToHexStringLower(Scp.Payload(bench.Send(Scp.Read(0xF5007F00, 256, unit: 2)).Single().Bytes));
        Assert.Multiple(() =>
        {
            Assert.That(sv[..14], Is.EqualTo("00000202000001"), "address, dimensions, P2P");
            Assert.That(sv[16..32], Is.EqualTo("0000030104043300"), "Ethernet, hardware");
            Assert.That(sv[72..112], Is.EqualTo("c80082003f00c80132ff00000100000000000000"), "clocks, links, phase");
            Assert.That(sv[136..184], Is.EqualTo("9b000000001100e500006460004000000000006000800000"), "heaps");
            Assert.That(sv[200..204], Is.EqualTo("0027"), "links");
            Assert.That(sv[296..384], Is.EqualTo("000102030405060708090a0b0c0d0e0f1011ffff000102030405060708090a0b0c0d0e0f1011ffff12000000"), "core maps");
            Assert.That(sv[384..472], Is.EqualTo("00002460000100e500008067007000e5000084672000886718008467384088670100040040408c67181100e5"), "pointers");
            Assert.That(sv[480..512], Is.EqualTo("7f000901000000000000000000000400"), "IP address, version");
        });
    }

    [Test]
    public void The_heaps_are_as_the_firmware_left_them()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);

        Assert.Multiple(() =>
        {
            Assert.That(Bytes(0xE5001100), Is.EqualTo("141900e5101100e5f86f00e5dc560000141900e50000ffff"), "system RAM");
            Assert.That(Bytes(0x60640000), Is.EqualTo("1000646010006460f8ff7f67e0ff1b07f8ff7f6700000000"), "SDRAM");
            Assert.That(Bytes(0x67840000), Is.EqualTo("50cc8c6710008467f8ffff67a0337300180088670000ffff"), "system");
            Assert.That(Bytes(0x67880020), Is.EqualTo("00000080470000005455fffffeffffff00040000000000ff"), "routing table");
        });

        string Bytes(uint address) => Convert.ToHexStringLower(Scp.Payload(bench.Send(Scp.Read(address, 24, unit: 2)).Single().Bytes));
    }

    [Test]
    public void Real_results_are_shown_when_asked_for()
    {
        using var bench = new BoardBench(options: new VirtualMachineOptions { MaskHandlerErrors = false });

        Assert.That(Scp.Result(bench.Send(Scp.Request(99)).Single().Bytes), Is.EqualTo(0x83));
        Assert.That(Scp.Result(bench.Send(Scp.Read(0x60000000, 257)).Single().Bytes), Is.EqualTo(0x84));
        Assert.That(Scp.Result(bench.Send(Scp.Version().AsSpan(0, 22)).Single().Bytes), Is.EqualTo(0x81));
    }

    [Test]
    public void A_bad_address_kills_the_monitor_and_says_why()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);

        Assert.That(bench.Send(Scp.Read(0x50000000, 4)), Is.Empty);
        Assert.That(bench.Send(Scp.Version()), Is.Empty);
        VirtualMachineAssert.FailureNames(bench, new ChipLocation(0, 0), "0x50000000", "127.0.0.1:39290");
        Assert.That(bench.Board.Statistics.Drops[DropReason.MonitorDead], Is.EqualTo(1));
    }

    [Test]
    public void A_bad_address_can_be_forgiven()
    {
        using var bench = new BoardBench(options: new VirtualMachineOptions { ForgiveBadAccess = true });

        Assert.That(Scp.Payload(bench.Send(Scp.Read(0x50000000, 4)).Single().Bytes), Is.EqualTo(new byte[4]));
        Assert.That(bench.Send(Scp.Version()), Has.Count.EqualTo(1));
    }

    [Test]
    public void Statistics_count_by_command_and_by_reason()
    {
        using var bench = new BoardBench();
        bench.Send(Scp.Version());
        bench.Send(Scp.Version());
        bench.Send(Scp.Read(0x60000000, 4));
        bench.Send(new byte[283]);

        DeviceStatistics statistics = bench.Board.Statistics;
        Assert.That((statistics.Received, statistics.Sent, statistics.Dropped), Is.EqualTo((4, 3, 1)));
        Assert.That(statistics.Commands[ScpCommand.Version], Is.EqualTo(2));
        Assert.That(statistics.Commands[ScpCommand.Read], Is.EqualTo(1));
        Assert.That(statistics.Drops[DropReason.TooLong], Is.EqualTo(1));
    }
}
