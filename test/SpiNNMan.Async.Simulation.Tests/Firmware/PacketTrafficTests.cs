using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;
using static SpiNNMan.Async.Simulation.Tests.Support.TestMachines;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>What routers count of the packets by which the monitors talk to each other.</summary>
internal sealed class PacketTrafficTests
{
    private const int SentMulticast = 0;
    private const int PassedMulticast = 1;
    private const int SentMessage = 2;
    private const int PassedMessage = 3;
    private const int SentNeighbour = 4;
    private const int PassedNeighbour = 5;

    /// <summary>A request of 24 bytes is 9 packets, opened and closed by 2; the reply of 76 bytes is 26, and one receipt and two confirmations come back for it.</summary>
    [Test]
    public void A_chip_that_is_asked_through_another_counts_more_with_each_exchange()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        uint[] first = Counters(bench, 1, 1);
        uint[] second = Counters(bench, 1, 1);

        // Sent: two confirmations for the request, the reply in 28 packets. Came: the request in 11 packets, three for the reply.
        Assert.That(second[SentMessage] - first[SentMessage], Is.EqualTo(2 + 28));
        Assert.That(second[PassedMessage] - first[PassedMessage], Is.EqualTo(11 + 3));
        uint[] here = Counters(bench, 0, 0);
        Assert.That((here[SentMessage], here[PassedMessage]), Is.EqualTo((2 * (11u + 3), 2 * (2u + 28))), "at the other end it is the other way round");
        Assert.That(second[8..], Is.All.Zero, "nothing is dropped");
    }

    [Test]
    public void A_chip_that_is_asked_at_its_own_Ethernet_counts_nothing()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Counters(bench, 0, 0);

        Assert.That(Counters(bench, 0, 0), Is.All.Zero);
    }

    [Test]
    public void Chips_on_the_way_count_what_passes()
    {
        using var bench = new BoardBench(MachineLayout.Spin5);
        bench.Send(Scp.Version(4, 0));

        Assert.That(Counters(bench, 1, 0)[PassedMessage], Is.GreaterThan(20u), "of which none was asked before");
    }

    [Test]
    public async Task Chips_on_a_long_way_count_what_passes()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(3, 3));
        await using Transport.IDatagramSocket client = Connect(machine, machine.Boards[0].EndPoint);
        await AskAsync(client, Scp.Version(16, 16));
        byte[] counters = Scp.Payload(await AskAsync(client, Scp.Read(0xE1000300, 64, x: 8, y: 8, unit: 2)));

        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(counters.AsSpan(4 * PassedMessage)), Is.GreaterThan(20u));
    }

    [Test]
    public void Counters_begin_again_when_they_are_told_to_and_those_that_are_off_stand_still()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        Counters(bench, 1, 1);
        bench.Send(Scp.Request(3, first: 0xF100002C, second: 4, third: 2, x: 1, y: 1, data: [0, 0, 0xFF, 0xFF]));

        Assert.That(Counters(bench, 1, 1), Is.All.Zero);
    }

    [Test]
    public void A_question_over_a_link_is_counted_at_both_ends()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Send(Scp.Request(17, first: 0xF5007F00, second: 16, third: 0));

        uint[] here = Counters(bench, 0, 0);
        Assert.That((here[SentNeighbour], here[PassedNeighbour], Counters(bench, 1, 0)[PassedNeighbour]), Is.EqualTo((4u, 4u, 4u)));
    }

    [Test]
    public void What_goes_from_neighbour_to_neighbour_is_counted_everywhere()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        uint[] before = Counters(bench, 0, 0);
        bench.Send(Scp.Request(22, first: 2, second: 0x0003FF1E));
        uint[] after = Counters(bench, 0, 0);

        // The chip has four links that work, the other one that was never asked three.
        Assert.That((after[SentNeighbour] - before[SentNeighbour], after[PassedNeighbour] - before[PassedNeighbour]), Is.EqualTo((4u, 4u)));
        Assert.That(Counters(bench, 1, 0)[PassedNeighbour], Is.EqualTo(3));
    }

    [Test]
    public void A_signal_by_multicast_is_sent_by_the_root_and_passes_the_others()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Send(Scp.Request(22, second: 0x0003FF1E));

        uint[] root = Counters(bench, 0, 0);
        uint[] other = Counters(bench, 0, 1);
        Assert.That((root[SentMulticast], root[PassedMulticast], other[SentMulticast], other[PassedMulticast]), Is.EqualTo((1u, 0u, 0u, 1u)));
    }

    private static uint[] Counters(BoardBench bench, int x, int y)
    {
        byte[] bytes = Scp.Payload(bench.Send(Scp.Read(0xE1000300, 64, x, y, unit: 2)).Single().Bytes);
        return [.. bytes.Chunk(4).Select(static word => BinaryPrimitives.ReadUInt32LittleEndian(word))];
    }
}
