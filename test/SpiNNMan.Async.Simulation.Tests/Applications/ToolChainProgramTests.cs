using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>The programs that the usual tool chain loads for itself: the packet gatherer of a board, the extra monitor of a chip.</summary>
internal sealed class ToolChainProgramTests
{
    private const uint RouterControl = 0xF1000000;
    private const uint Table = 0x60300000;
    private const string Api = "[api_warn]";

    [Test]
    public void The_packet_gatherer_runs_without_a_signal()
    {
        using var bench = new BoardBench();
        Images.Start(bench, Images.Make("data_speed_up_p", Api));

        Assert.That(Images.StateOf(bench).State, Is.EqualTo(7));
        Assert.That(Name(bench), Is.EqualTo("data_speed_up_p"));
    }

    /// <summary>Recorded from the real program, but for the padding.</summary>
    [Test]
    public void The_extra_monitor_tells_its_state()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Images.Start(bench, Images.Make("extra_monitor_s"));

        Assert.That(Images.StateOf(bench).State, Is.EqualTo(7));
        Assert.That(
            bench.Ask("000087ff81ff0000000003003401000000000000000000000000")![4..],
            Is.EqualTo("8708ff8100000000800034014f000000000000000000000000000000000000000000000000000000000000000100000000000000"));
    }

    [TestCase(0, 0xEEu, 0x80, "ee000000" + "00000000")]
    [TestCase(1, 0x11u, 0x80, "4f000000" + "11000000")]
    [TestCase(0, 0x100u, 0x84, "4f000000" + "00000000")]
    public void The_extra_monitor_sets_how_long_packets_wait(int command, uint wait, int result, string waits)
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Images.Start(bench, Images.Make("extra_monitor_s"));

        Assert.That(Scp.Result(Ask(bench, command, wait)), Is.EqualTo(result));
        Assert.That(Status(bench)[..16], Is.EqualTo(waits));
        string control = waits[8..10] + waits[..2];
        Assert.That(Convert.ToHexStringLower([.. Images.Read(bench, RouterControl, 4).AsSpan(2).ToArray().Reverse()]), Is.EqualTo(control), "in the router");
    }

    [TestCase(1u, 1u, 1u, new byte[] { 1 }, 15u)]
    [TestCase(1u, 0u, 1u, new byte[0], 9u)]
    [TestCase(0u, 0u, 0u, new byte[] { 1 }, 4u)]
    [TestCase(0u, 0u, 0u, new byte[] { 0 }, 0u)]
    public void The_extra_monitor_keeps_which_packets_it_sends_again(uint multicast, uint pointToPoint, uint fixedRoute, byte[] nearest, uint flags)
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Images.Start(bench, Images.Make("extra_monitor_s"));
        bench.Send(Scp.Request(2, first: multicast, second: pointToPoint, third: fixedRoute, core: 1, port: 4, data: nearest));

        Assert.That(Flags(bench), Is.EqualTo(flags));
    }

    [Test]
    public void The_extra_monitor_goes_on_answering_when_it_has_ended()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Images.Start(bench, Images.Make("extra_monitor_s"));
        Assert.That(Scp.Result(Ask(bench, 99)), Is.EqualTo(0x84));
        Ask(bench, 5);

        Assert.That(Images.StateOf(bench).State, Is.EqualTo(11));
        Assert.That(Status(bench), Has.Length.EqualTo(80));
    }

    [Test]
    public void The_packet_gatherer_sets_the_waits_of_all_chips_of_its_board()
    {
        const uint key = 0x100;
        using var bench = new BoardBench(MachineLayout.Spin3);

        // Core 1 is the extra monitor of the chip, core 2 the gatherer; both know the key, and a route leads from one to the other.
        WriteData(bench, 1, regions: 1, 0, 1, 1, 1, key);
        WriteData(bench, 2, regions: 2, 0, key);
        Images.Start(bench, Images.Make("extra_monitor_s"), cores: 2);
        Images.Start(bench, Images.Make("data_speed_up_p", Api), cores: 4);
        byte[] route = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(route.AsSpan(4), 1 << 7);
        BinaryPrimitives.WriteUInt32LittleEndian(route.AsSpan(8), key);
        BinaryPrimitives.WriteUInt32LittleEndian(route.AsSpan(12), 0xFFFFFFF8);
        bench.Send(Scp.Request(3, first: 0x60380000, second: 16, third: 2, data: route));
        bench.Send(Scp.Request(29, first: 0x00010002, second: 0x60380000, third: 1));
        Assert.That(Scp.Result(bench.Send(Scp.Request(0, first: 0xEE, core: 2, port: 4)).Single().Bytes), Is.EqualTo(0x80));

        Assert.That(Status(bench)[..8], Is.EqualTo("ee000000"));
        Assert.That(bench.Send(Scp.Request(3, core: 2, port: 4)), Is.Empty, "the gatherer knows no other commands");
    }

    [Test]
    public void The_extra_monitor_exchanges_the_routes_of_the_application_for_those_of_the_system()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        WriteData(bench, 1, regions: 1, 0, 1, 1, 1, 0);
        WriteWords(bench, Table + 0x1000 + 8 + 24, Table + 0x2000);
        WriteWords(bench, Table + 0x2000, 0, 0, 0, 1, 0xABC, 0xFFF, 1 << 7);
        Images.Start(bench, Images.Make("extra_monitor_s"));
        byte[] before = Images.Read(bench, 0x67880020, 64);
        Assert.That(Scp.Result(Ask(bench, 8, port: 6)), Is.EqualTo(0x80));
        Assert.That(Convert.ToHexStringLower(Images.Read(bench, 0x67880034, 12)), Is.EqualTo("80000000" + "bc0a0000" + "ff0f0000"));

        Ask(bench, 7, port: 6);
        Assert.That(Images.Read(bench, 0x67880020, 64), Is.EqualTo(before));
        Assert.That(Scp.Result(Ask(bench, 1, port: 6)), Is.EqualTo(0x84));
    }

    [TestCase("data_speed_up_packet_gatherer", "data_speed_up_p", true)]
    [TestCase("data_speed_up_p", "data_speed_up_p", true)]
    [TestCase("data_speed_up*", "data_speed_up_p", true)]
    [TestCase("data_speed_up_packet_gatherer", "data_speed_up", false)]
    [TestCase("data_speed_down_packets", "data_speed_up_p", false)]
    public void A_rule_fits_the_name_that_a_core_shows(string rule, string name, bool fits) =>
        Assert.That(new ApplicationRule(rule, () => new IdleApplication()).Fits(name, 0, []), Is.EqualTo(fits));

    private static byte[] Ask(BoardBench bench, int command, uint first = 0, int port = 4) => bench.Send(Scp.Request(command, first: first, core: 1, port: port)).Single().Bytes;

    private static string Status(BoardBench bench) => Convert.ToHexStringLower(Scp.Payload(Ask(bench, 3)));

    private static uint Flags(BoardBench bench) => BinaryPrimitives.ReadUInt32LittleEndian(Convert.FromHexString(Status(bench)).AsSpan(32));

    private static string Name(BoardBench bench) => System.Text.Encoding.ASCII.GetString(Images.Read(bench, 0xE5007080 + 0x48, 16)).TrimEnd('\0');

    /// <summary>Gives a core a table of data whose region, the first or the second, has some words.</summary>
    private static void WriteData(BoardBench bench, int core, int regions, params ReadOnlySpan<uint> region)
    {
        uint table = Table + (0x1000 * (uint)core);
        WriteWords(bench, table, 0xAD130AD6, 0x00010000);
        for (uint i = 0; i < regions; i++)
            WriteWords(bench, table + 8 + (12 * i), table + 0x200);

        WriteWords(bench, table + 0x200, region);
        WriteWords(bench, 0xE5007000 + (128 * (uint)core) + 0x70, table);
    }

    private static void WriteWords(BoardBench bench, uint address, params ReadOnlySpan<uint> words)
    {
        var data = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4 * i), words[i]);

        bench.Send(Scp.Request(3, first: address, second: (uint)data.Length, third: 2, data: data));
    }
}
