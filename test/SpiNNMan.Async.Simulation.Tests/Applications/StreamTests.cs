using System.Globalization;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>What the programs that stream memory do besides what was recorded.</summary>
internal sealed class StreamTests
{
    private const int Block = StreamBench.BlockOut;
    private const int Dead = 2;
    private const int Running = 7;

    private static VirtualMachineOptions Robust => With(static () => new ExtraMonitorApplication { HasFaults = false }, static () => new PacketGathererApplication { HasFaults = false });

    [TestCase(0u, new[] { "80000000:0" })]
    [TestCase(1u, new[] { "80000000:0" }, TestName = "A length of one sends nothing but the end")]
    [TestCase(100u, new[] { "80000000:100" })]
    [TestCase(102u, new[] { "80000000:100" }, TestName = "The last bytes of a length are missing")]
    [TestCase(264u, new[] { "00000000:264", "80000001:0" })]
    [TestCase(1320u, new[] { "00000000:264", "00000001:264", "00000002:264", "00000003:264", "00000004:264", "80000005:0" })]
    public void A_stream_ends_with_its_last_words_or_an_empty_datagram(uint length, string[] datagrams)
    {
        using var bench = new StreamBench();
        bench.Write(1, 1, StreamBench.Address, StreamBench.MakeData((int)length));
        string[] sent = bench.Monitor(100, 1, StreamBench.Address, length);

        Assert.That(sent.Select(Shorten), Is.EqualTo(datagrams));
        Assert.That(string.Concat(sent.Select(static datagram => datagram[16..])), Is.EqualTo(Convert.ToHexStringLower(StreamBench.MakeData((int)length & ~3))));
    }

    [Test]
    public void The_number_of_the_transaction_is_where_hosts_read_it()
    {
        using var bench = new StreamBench();
        Assert.That(User1(bench), Is.Zero);
        bench.Monitor(100, 1, StreamBench.Address, 4);
        Assert.That(User1(bench), Is.EqualTo(1));
        Assert.That(bench.Monitor(100, 3, StreamBench.Address, 4), Is.Empty);
        Assert.That(User1(bench), Is.EqualTo(1));
        Assert.That(ToolChain.ReadRegion(bench.Board, 1, 1, 1, 3, 4), Is.EqualTo(new uint[] { 2, 0, 1, 0 }));
        Assert.That(ToolChain.ReadRegion(bench.Board, 0, 0, 2, 2, 4), Is.EqualTo(new uint[] { 1, 0, 0, 1 }));
    }

    [Test]
    public void A_list_is_sent_once_all_its_messages_are_there()
    {
        using var bench = new StreamBench();
        bench.Monitor(100, 1, StreamBench.Address, 20 * Block);
        Assert.That(bench.Monitor(1000, 1, 3, 1), Is.Empty);
        Assert.That(bench.Monitor(1001, 1, 2, 3), Is.Empty);
        Assert.That(bench.Monitor(1001, 1, 19).Select(Shorten), Is.EqualTo(new[] { "00000001:264", "00000002:264", "00000003:264", "00000013:264", "80000014:0" }));
        Assert.That(bench.Monitor(1001, 1, 5), Is.Empty, "more of no list");
    }

    [Test]
    public void A_short_block_before_others_is_sent_as_it_is()
    {
        using var bench = new StreamBench();
        bench.Monitor(100, 1, StreamBench.Address, Block + 8);
        Assert.That(bench.Monitor(1000, 1, 1, 1, 0).Select(Shorten), Is.EqualTo(new[] { "00000001:8", "00000000:264", "80000001:0" }));
    }

    [Test]
    public void A_list_that_comes_while_another_is_sent_is_ignored_and_clear_ends_a_stream()
    {
        using var bench = new StreamBench();
        byte[] start = Message(1, 1, 1, 5, 100, 1, StreamBench.Address, 1000 * Block);
        bench.Board.Send(start);
        bench.Board.Wait(TimeSpan.FromMicroseconds(27.04 * 10));
        bench.Board.Send(Message(1, 1, 1, 5, 1000, 1, 1, 500));
        Assert.That(bench.Board.Wait(TimeSpan.FromMicroseconds(27.04 * 10)).Select(static datagram => Shorten(datagram.Hex)), Has.None.StartsWith("000001f4").And.Exactly(10).Items);

        bench.Board.Send(Message(1, 1, 1, 5, 2000, 1));
        Assert.That(bench.Board.Wait(TimeSpan.FromMilliseconds(50)), Is.Empty);
    }

    [Test]
    public void A_list_after_clear_makes_it_deaf_for_lists_unless_it_has_no_faults([Values] bool hasFaults)
    {
        using var bench = new StreamBench(hasFaults ? null : Robust);
        bench.Monitor(100, 1, StreamBench.Address, Block);
        bench.Monitor(2000, 1);
        Assert.That(bench.Monitor(1000, 1, 1, 0), Is.Empty);
        Assert.That(bench.Monitor(100, 2, StreamBench.Address, Block), Has.Length.EqualTo(2), "the next stream comes");
        Assert.That(bench.Monitor(1000, 2, 1, 0), Has.Length.EqualTo(hasFaults ? 0 : 2));
    }

    [Test]
    public void The_second_block_before_the_first_stops_the_monitor_of_the_chip_unless_it_has_no_faults([Values] bool hasFaults)
    {
        using var bench = new StreamBench(hasFaults ? null : Robust);
        bench.LoadSystemRoutes();
        byte[] data = StreamBench.MakeData(3 * StreamBench.BlockIn);
        bench.Locate(1, 1, 1, StreamBench.Address, 3);
        bench.SendBlocks(1, data, 1, 2, 0);

        Assert.That(ToolChain.StateOf(bench.Board, 1, 1, 1), Is.EqualTo(hasFaults ? Dead : Running));
        Assert.That(bench.Gatherer(2001, 1), Is.EqualTo(new[] { "d307000001000000" }), "the gatherer does not know");
        if (!hasFaults)
            Assert.That(bench.Read(1, 1, StreamBench.Address, data.Length), Is.EqualTo(data));
    }

    [TestCase(0x50000000u, 1u, 1u, TestName = "An address below the memory stops the gatherer")]
    [TestCase(0x6FFFFFFCu, 1u, 1u, TestName = "An end above the memory stops the gatherer")]
    [TestCase(StreamBench.Address, 5u, 5u, TestName = "A chip that it does not know stops the gatherer")]
    public void Places_that_make_no_sense_stop_the_gatherer(uint address, uint x, uint y)
    {
        using var bench = new StreamBench();
        bench.Gatherer(200, 1, address, (x << 16) | y, 9);
        Assert.That(ToolChain.StateOf(bench.Board, 0, 0, 2), Is.EqualTo(Dead));

        using var robust = new StreamBench(Robust);
        robust.Gatherer(200, 1, address, (x << 16) | y, 9);
        Assert.That(ToolChain.StateOf(robust.Board, 0, 0, 2), Is.EqualTo(Running));
    }

    [Test]
    public void While_a_transfer_is_open_other_places_are_ignored_and_its_own_number_is_told()
    {
        using var bench = new StreamBench();
        bench.LoadSystemRoutes();
        Assert.That(bench.Gatherer(2001, 0), Is.Empty, "there was no transfer yet");
        bench.Locate(1, 0, 0, StreamBench.Address, 2);
        bench.Locate(2, 0, 0, StreamBench.Address, 2);
        Assert.That(bench.Gatherer(2001, 77), Is.EqualTo(new[] { "d2070000" + "01000000" + "feffffff" }));
        bench.SendBlocks(2, StreamBench.MakeData(520), 0, 1);
        Assert.That(bench.Gatherer(2001, 1), Is.EqualTo(new[] { "d2070000" + "01000000" + "feffffff" }), "blocks of another transaction");
        bench.SendBlocks(1, StreamBench.MakeData(520), 0, 1);
        Assert.That(bench.Gatherer(2001, 1), Is.EqualTo(new[] { "d307000001000000" }));
        Assert.That(bench.Gatherer(2001, 77), Is.Empty);
    }

    [Test]
    public void A_list_of_what_is_missing_has_66_numbers_a_datagram_and_no_end()
    {
        using var bench = new StreamBench();
        bench.Locate(1, 0, 0, StreamBench.Address, 133);
        bench.SendBlocks(1, StreamBench.MakeData(133 * StreamBench.BlockIn), 132);
        string[] sent = bench.Gatherer(2001, 1);

        Assert.That(sent.Select(static datagram => datagram.Length / 2), Is.EqualTo(new[] { 272, 272 }));
        Assert.That(sent[1][^8..], Is.EqualTo("83000000"));
    }

    [Test]
    public void Words_get_lost_while_routers_drop_packets_and_all_others_move_up()
    {
        using var bench = new StreamBench(With(static () => new ExtraMonitorApplication { WordLoss = 0.01 }, static () => new PacketGathererApplication()));
        bench.LoadSystemRoutes();
        const uint length = 100 * Block;
        string[] lossy = bench.Monitor(100, 1, StreamBench.Address, length);
        Assert.That(lossy.Sum(static datagram => (datagram.Length / 2) - 8), Is.LessThan(length).And.GreaterThan(length * 0.97));

        bench.Send(Scp.Request(0, first: 0xEE, core: 2, port: 4));
        Assert.That(bench.Monitor(100, 2, StreamBench.Address, length).Sum(static datagram => (datagram.Length / 2) - 8), Is.EqualTo(length), "in the mode without drops none is lost");
    }

    /// <summary>The monitor takes 50 microseconds for each datagram, or only the wire takes its time.</summary>
    [TestCase(50, 42.24)]
    [TestCase(0, 78.1)]
    public void Streams_out_are_as_fast_as_the_model_says(int microseconds, double megabits)
    {
        using var bench = new StreamBench();
        bench.Board.SetServiceTime(ServiceTime.Hardware with { PerStreamedDatagram = TimeSpan.FromMicroseconds(microseconds) });
        bench.Board.Send(Message(1, 1, 1, 5, 100, 1, StreamBench.Address, 10_000 * Block));
        bench.Board.Wait(TimeSpan.FromMilliseconds(2));
        int datagrams = bench.Board.Wait(TimeSpan.FromMilliseconds(100)).Count;

        Assert.That(datagrams * Block * 8 / 100e3, Is.EqualTo(megabits).Within(0.5).Percent);
    }

    [TestCase(50, 41.6)]
    [TestCase(0, 74.7)]
    public void Streams_in_are_taken_as_fast_as_the_model_says_and_what_is_faster_is_lost(int microseconds, double megabits)
    {
        using var bench = new StreamBench();
        bench.Board.SetServiceTime(ServiceTime.Hardware with { PerStreamedDatagram = TimeSpan.FromMicroseconds(microseconds) });
        bench.Board.Send(Message(0, 0, 2, 6, 200, 1, StreamBench.Address, 0, 9_999));
        bench.Board.Wait(TimeSpan.FromMilliseconds(2));
        long before = Received(bench);
        for (uint number = 0; number < 10_000; number++)
        {
            bench.Board.Send(Message(0, 0, 2, 6, [2000, 1, number, .. new uint[65]]));
            bench.Board.Wait(TimeSpan.FromMicroseconds(10));
        }

        Assert.That((Received(bench) - before) * StreamBench.BlockIn * 8 / 100e3, Is.EqualTo(megabits).Within(0.5).Percent);
        Assert.That(bench.Board.Board.Statistics.Drops[DropReason.NoBuffer], Is.GreaterThan(5000));
    }

    private static VirtualMachineOptions With(Func<IVirtualCoreApplication> monitor, Func<IVirtualCoreApplication> gatherer) =>
        new() { Applications = [new ApplicationRule("extra_monitor_support", monitor), new ApplicationRule("data_speed_up_packet_gatherer", gatherer)] };

    private static uint User1(StreamBench bench) => ToolChain.ReadWords(bench.Board, 1, 1, 0xE5007080 + 0x74, 1)[0];

    private static long Received(StreamBench bench) => BitConverter.ToUInt32(bench.Read(0, 0, ToolChain.RegionOf(2, 2) + 4, 4));

    private static byte[] Message(byte x, byte y, int core, int port, params ReadOnlySpan<uint> words)
    {
        byte[] message = [0, 0, 7, 0xFF, (byte)((port << 5) | core), 0xFF, y, x, 0, 0, .. new byte[4 * words.Length]];
        for (int i = 0; i < words.Length; i++)
            BitConverter.TryWriteBytes(message.AsSpan(10 + (4 * i)), words[i]);
        return message;
    }

    /// <summary>The number of a datagram, and how many bytes of data it has.</summary>
    private static string Shorten(string datagram) =>
        string.Create(CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(Convert.FromHexString(datagram)):x8}:{(datagram.Length / 2) - 8}");
}
