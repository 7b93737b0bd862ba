using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>Packets between cores, which the routing tables lead, and the counters that see them go by.</summary>
internal sealed class MulticastTests
{
    private const uint Key = 0x5ABC;
    private const uint Core1 = 1 << 7;
    private const int LocalSent = 0;
    private const int PassedBy = 1;
    private const int Dumped = 8;
    private const int DumpedFixed = 11;

    [Test]
    public void A_packet_goes_where_the_tables_lead_it()
    {
        using var bench = new BoardBench(MachineLayout.Spin3, Play(out List<string> heard));
        Route(bench, 0, 0, Key, 1 << 1);
        Route(bench, 1, 1, Key, Core1);
        Send(bench, Key, 0xCAFEF00D);

        Assert.That(heard, Is.EqualTo(new[] { "1,1,1: 5ABC CAFEF00D" }));
        Assert.That(Counter(bench, LocalSent), Is.EqualTo(1));
        Assert.That(Counter(bench, PassedBy, 1, 1), Is.EqualTo(1));
    }

    [Test]
    public void A_packet_that_no_entry_fits_goes_straight_on_but_is_dumped_where_it_was_sent()
    {
        using var bench = new BoardBench(MachineLayout.Spin5, Play(out List<string> heard));
        Send(bench, Key, null);
        Assert.That(Counter(bench, Dumped), Is.EqualTo(1));

        Route(bench, 0, 0, Key, 1 << 0);
        Route(bench, 3, 0, Key, Core1);
        Send(bench, Key, null);
        Assert.That(heard, Is.EqualTo(new[] { "3,0,1: 5ABC" }));
        Assert.That((Counter(bench, PassedBy, 1, 0), Counter(bench, PassedBy, 2, 0), Counter(bench, Dumped)), Is.EqualTo((1, 1, 1)));
    }

    [Test]
    public void One_packet_reaches_many_cores()
    {
        using var bench = new BoardBench(MachineLayout.Spin5, Play(out List<string> heard));
        Route(bench, 0, 0, Key, 0b101 | Core1 | (Core1 << 1));
        Route(bench, 1, 0, Key, Core1);
        Route(bench, 0, 1, Key, Core1);
        Send(bench, Key, null);

        Assert.That(heard, Is.EquivalentTo(new[] { "0,0,1: 5ABC", "0,0,2: 5ABC", "1,0,1: 5ABC", "0,1,1: 5ABC" }));
    }

    [Test]
    public void The_first_entry_that_fits_wins()
    {
        using var bench = new BoardBench(MachineLayout.Spin3, Play(out List<string> heard));
        Route(bench, 0, 0, Key, Core1 << 1, entry: 7);
        Route(bench, 0, 0, Key & ~0xFFu, Core1, mask: ~0xFFu, entry: 9);
        Send(bench, Key, null);
        Send(bench, Key + 1, null);

        Assert.That(heard, Is.EqualTo(new[] { "0,0,2: 5ABC", "0,0,1: 5ABD" }));
    }

    [Test]
    public void A_packet_that_goes_round_in_circles_dies()
    {
        using var bench = new BoardBench(MachineLayout.Spin3, Play(out _));
        foreach ((int x, int y) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
            Route(bench, x, y, Key, 0b100111);

        Send(bench, Key, null);
        Assert.That(Scp.Result(bench.Send(Scp.Version()).Single().Bytes), Is.EqualTo(0x80));
    }

    [Test]
    public void A_link_that_is_cut_dumps()
    {
        using var bench = new BoardBench(MachineLayout.Spin3, Play(out List<string> heard));
        Route(bench, 0, 0, Key, 1 << 1);
        Route(bench, 1, 1, Key, Core1);
        Send(bench, Key, null);
        bench.Board.Machine!.SetBroken(new ChipLocation(0, 0), 1, isBroken: true);
        Send(bench, Key, null);

        Assert.That((heard.Count, Counter(bench, Dumped)), Is.EqualTo((1, 1)));
    }

    [Test]
    public void A_counter_counts_what_its_filter_lets_through_and_can_be_cleared()
    {
        using var bench = new BoardBench(MachineLayout.Spin3, Play(out _));
        Route(bench, 0, 0, Key, 1 << 1);

        // Multicast with a payload, local, to link 1; and the same to link 0.
        Write(bench, 0xE1000230, 0x00105FF1 | (1u << 20));
        Write(bench, 0xE1000234, 0x00001FF1 | 0x4000 | (1u << 19));
        Send(bench, Key, 1);
        Send(bench, Key, null);
        Assert.That((Counter(bench, 12), Counter(bench, 13)), Is.EqualTo((1, 0)));

        Write(bench, 0xF100002C, 0xFFFFFFFF);
        Assert.That((Counter(bench, 12), Counter(bench, LocalSent)), Is.EqualTo((0, 0)));
        Write(bench, 0xF100002C, 0);
        Send(bench, Key, 1);
        Assert.That(Counter(bench, LocalSent), Is.Zero, "it is off");
    }

    [Test]
    public void The_registers_name_cores_by_their_physical_numbers()
    {
        using var bench = new BoardBench(MachineLayout.Spin3.Without([], [new CoreLocation(0, 0, 3)], []), Play(out List<string> heard));
        Route(bench, 0, 0, Key, Core1 << 3, entry: 5);
        bench.Send(Scp.Request(29, first: 3, second: Core1 << 2));
        Send(bench, Key, null);

        Assert.That(heard, Is.EqualTo(new[] { "0,0,4: 5ABC" }));
        Assert.That(ReadWord(bench, 0xE1004014), Is.EqualTo(Core1 << 4));
        Assert.That(ReadWord(bench, 0xE1000084), Is.EqualTo(Core1 << 3));
    }

    [Test]
    public void A_fixed_route_packet_goes_the_one_way_that_every_chip_has()
    {
        using var bench = new BoardBench(MachineLayout.Spin3, Play(out List<string> heard));
        Send(bench, 1, null, command: 3);
        Assert.That(Counter(bench, DumpedFixed), Is.EqualTo(1), "there is no way yet");

        bench.Send(Scp.Request(29, first: 3, second: 1 << 2));
        bench.Send(Scp.Request(29, first: 3, second: Core1 << 1, x: 0, y: 1));
        Send(bench, 7, null, command: 3);
        Assert.That(heard, Is.EqualTo(new[] { "0,1,2: fixed 7" }));
    }

    [Test]
    public void The_place_of_the_last_image_that_was_started_is_noted()
    {
        using var bench = new BoardBench();
        Assert.That(ReadWord(bench, 0xF5000010), Is.EqualTo(Images.Address));
        bench.Send(Scp.Request(24, first: 0x60300000, second: (30u << 24) | (1 << 18) | 2));

        Assert.That((ReadWord(bench, 0xF5000010), ReadWord(bench, 0xF5000014)), Is.EqualTo((0x60300000, 0x11Eu)));
        Assert.That(System.Text.Encoding.ASCII.GetString(Images.Read(bench, 0xF5007EE0, 8)), Is.EqualTo("In Every"));
    }

    [Test]
    public void Every_chip_knows_how_far_the_others_are()
    {
        using var bench = new BoardBench();
        Assert.That(Hops(4, 4, 4, 4), Is.Zero);
        Assert.That(Hops(4, 4, 7, 7), Is.EqualTo(3));
        Assert.That(Hops(4, 4, 0, 0), Is.EqualTo(4));
        Assert.That(Hops(4, 4, 0, 7), Is.EqualTo(0x8000FFFF), "there is no such chip");

        uint Hops(int fromX, int fromY, int x, int y) => ReadWord(bench, 0x67840018 + (4 * (uint)((x << 8) | y)), fromX, fromY);
    }

    private static VirtualMachineOptions Play(out List<string> heard)
    {
        List<string> list = [];
        heard = list;
        return new VirtualMachineOptions { Applications = [new ApplicationRule(null, () => new Player(list))] };
    }

    /// <summary>Starts a program on the first cores of every chip, if that was not done, and lets the first send.</summary>
    private static void Send(BoardBench bench, uint key, uint? payload, int? command = null)
    {
        byte[] image = Images.Make("player");
        if (Images.Read(bench, 0xE50070AE, 1)[0] == 15)
        {
            foreach (ChipLocation chip in bench.Board.Chips.Select(chip => chip.Location).ToArray())
            {
                bench.Send(Scp.Request(3, first: Images.Address, second: (uint)image.Length, third: 2, x: chip.X, y: chip.Y, data: image));
                bench.Send(Scp.Request(19, first: (Images.Application << 24) | 0b11110, x: chip.X, y: chip.Y));
            }

            bench.Wait(TimeSpan.FromMilliseconds(2));
        }

        var order = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(order, key);
        BinaryPrimitives.WriteUInt32LittleEndian(order.AsSpan(4), payload ?? 0);
        bench.Send(Scp.Request(command ?? (payload is null ? 1 : 2), core: 1, port: 1, flags: 7, data: order));
    }

    private static void Route(BoardBench bench, int x, int y, uint key, uint route, uint mask = uint.MaxValue, uint entry = 1)
    {
        byte[] table = [.. new[] { entry, route, key, mask }.SelectMany(BitConverter.GetBytes)];
        bench.Send(Scp.Request(3, first: 0x60300000, second: 16, third: 2, x: x, y: y, data: table));
        bench.Send(Scp.Request(29, first: (1u << 16) | (Images.Application << 8) | 2, second: 0x60300000, x: x, y: y));
    }

    private static void Write(BoardBench bench, uint address, uint value) =>
        bench.Send(Scp.Request(3, first: address, second: 4, third: 2, data: BitConverter.GetBytes(value)));

    private static int Counter(BoardBench bench, int number, int x = 0, int y = 0) => (int)ReadWord(bench, 0xE1000300 + (4 * (uint)number), x, y);

    private static uint ReadWord(BoardBench bench, uint address, int x = 0, int y = 0) =>
        BinaryPrimitives.ReadUInt32LittleEndian(Scp.Payload(bench.Send(Scp.Read(address, 4, x, y, unit: 2)).Single().Bytes));

    private sealed class Player(List<string> heard) : IVirtualCoreApplication
    {
        public string Name => "player";

        public void OnMulticast(IVirtualCore core, uint key, uint? payload) =>
            heard.Add($"{core.Location.Chip.X},{core.Location.Chip.Y},{core.Location.Core}: {key:X}{(payload is { } word ? $" {word:X}" : "")}");

        public void OnFixedRoute(IVirtualCore core, uint data, uint? payload) =>
            heard.Add($"{core.Location.Chip.X},{core.Location.Chip.Y},{core.Location.Core}: fixed {data:X}");

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            ReadOnlySpan<byte> data = message.Data.Span;
            uint key = BinaryPrimitives.ReadUInt32LittleEndian(data[16..]);
            if (data[0] == 3)
                core.SendFixedRoute(key);
            else
                core.SendMulticast(key, data[0] == 2 ? BinaryPrimitives.ReadUInt32LittleEndian(data[20..]) : null);
        }
    }
}
