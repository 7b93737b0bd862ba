using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

internal sealed class ApplicationControlTests
{
    private const uint Application = 30;
    private const uint AllOfIt = 0xFF00 | Application;
    private const uint Image = 0x67800000;
    private const int Start = 3;
    private const int Stop = 2;

    [Test]
    public void A_flood_fill_loads_every_chip_and_starts_the_selected_cores()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        FloodFill(bench, cores: 0b11010, waits: true);

        Assert.That(Count(bench, CoreState.Ready), Is.EqualTo(4 * 3));
        Assert.That(Scp.Payload(bench.Send(Scp.Read(Image, 8, x: 1, y: 1, unit: 2)).Single().Bytes), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }));
    }

    [Test]
    public void A_flood_fill_that_misses_a_block_starts_nothing()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        FloodFill(bench, cores: 0b10, waits: true, blocks: 3, sent: 2);

        Assert.That(Count(bench, CoreState.Ready), Is.Zero);
    }

    [Test]
    public void A_flood_fill_without_selection_starts_nothing()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        FloodFill(bench, cores: 0b10, waits: true, selects: false);

        Assert.That(Count(bench, CoreState.Ready), Is.Zero);
    }

    [Test]
    public void The_start_signal_makes_waiting_cores_run()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        FloodFill(bench, cores: 0b10, waits: true);
        Signal(bench, Start);

        Assert.That(Count(bench, CoreState.Running), Is.EqualTo(4));
    }

    [Test]
    public void Stop_gives_back_cores_memory_and_routes()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        string untouched = Info(bench);
        FloodFill(bench, cores: 0b10, waits: false);
        bench.Send(Scp.Request(28, first: (Application << 8) | 0, second: 1000, third: 5));
        bench.Send(Scp.Request(28, first: (Application << 8) | 3, second: 100));
        Assert.That(Info(bench), Is.Not.EqualTo(untouched));

        Signal(bench, Stop);
        Assert.That(Info(bench), Is.EqualTo(untouched));
        Assert.That(Count(bench, CoreState.Running), Is.Zero);
    }

    [TestCase(2u, TestName = "By packets from neighbour to neighbour")]
    [TestCase(0u, TestName = "By multicast")]
    public void What_the_application_had_on_the_chip_that_is_asked_is_free_when_stop_is_answered(uint way)
    {
        const uint most = 80 << 20;
        using var bench = new BoardBench(MachineLayout.Spin3);
        string untouched = Info(bench);
        Assert.That(Allocate(bench, most, tag: 7), Is.Not.Zero);
        bench.Send(Scp.Request(28, first: (Application << 8) | 3, second: 100));
        bench.Send(Scp.Request(22, first: way, second: (Stop << 16) | AllOfIt));

        Assert.That(Info(bench), Is.EqualTo(untouched), "memory and routes");
        Assert.That(Allocate(bench, most, tag: 7), Is.Not.Zero, "the tag as well");
    }

    [Test]
    public void Stop_reaches_other_chips_by_and_by()
    {
        using var bench = new BoardBench(MachineLayout.Spin5);
        Assert.That(Allocate(bench, 1000, tag: 7, x: 4, y: 7), Is.Not.Zero);
        bench.Send(Scp.Request(22, first: 2, second: (Stop << 16) | AllOfIt));
        Assert.That(Allocate(bench, 1000, tag: 7, x: 4, y: 7), Is.Zero, "not there yet");

        bench.Wait(TimeSpan.FromMicroseconds(70));
        Assert.That(Allocate(bench, 1000, tag: 7, x: 4, y: 7), Is.Not.Zero, "seven links away");
    }

    [Test]
    public void Cores_that_are_stopped_pass_through_the_states_of_a_start_on_their_way_to_the_stub()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        FloodFill(bench, cores: 0b10, waits: false);
        bench.Send(Scp.Request(22, first: 2, second: (Stop << 16) | AllOfIt));
        List<int> states = [];
        for (int step = 0; step < 8; step++)
        {
            states.Add(Images.StateOf(bench).State);
            bench.Wait(TimeSpan.FromMilliseconds(0.25));
        }

        Assert.That(states.Distinct(), Is.EqualTo(new[] { 4, 5, 6, 15 }));
    }

    [Test]
    public void A_core_that_is_started_again_at_once_does_not_become_the_stub()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        FloodFill(bench, cores: 0b10, waits: true);
        bench.Send(Scp.Request(22, first: 2, second: (Stop << 16) | AllOfIt));
        bench.Send(Scp.Request(19, first: (Application << 24) | 2));
        bench.Wait(TimeSpan.FromMilliseconds(5));

        Assert.That(Images.StateOf(bench).State, Is.EqualTo(7));
    }

    [Test]
    public void A_signal_reaches_only_its_application()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        FloodFill(bench, cores: 0b10, waits: true);
        bench.Send(Scp.Request(22, second: (Start << 16) | 0xFF00 | 31));
        bench.Wait(TimeSpan.FromMilliseconds(2));

        Assert.That(Count(bench, CoreState.Ready), Is.EqualTo(4));
    }

    [Test]
    public void An_image_is_taken_over_from_a_neighbour()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Send(Scp.Request(3, first: Image, second: 8, third: 2, data: [1, 0, 0, 0, 2, 0, 0, 0]));
        byte[] wrong = bench.Send(Scp.Request(21, x: 1, first: (4 << 3) | 3, second: 8, third: (Application << 24) | 2)).Single().Bytes;
        Assert.That(Convert.ToHexStringLower(Scp.Payload(wrong)), Is.EqualTo("03000000"), "the sum it should have been");

        bench.Send(Scp.Request(21, x: 1, first: (3 << 3) | 3, second: 8, third: (Application << 24) | 2));
        bench.Wait(TimeSpan.FromMilliseconds(2));
        Assert.That(Count(bench, CoreState.Running), Is.EqualTo(1));
        Assert.That(Scp.Payload(bench.Send(Scp.Read(Image, 8, x: 1, unit: 2)).Single().Bytes), Is.EqualTo(new byte[] { 1, 0, 0, 0, 2, 0, 0, 0 }));
    }

    [Test]
    public void A_second_count_is_turned_away_while_the_first_is_under_way()
    {
        using var bench = new BoardBench(MachineLayout.Spin3, new VirtualMachineOptions { MaskHandlerErrors = false });
        Assert.That(bench.Send(Scp.Request(15, 1, second: 15)), Is.Empty);
        Assert.That(Scp.Result(bench.Send(Scp.Request(15, 2, second: 15)).Single().Bytes), Is.EqualTo(0x8D));

        byte[] reply = bench.Wait(TimeSpan.FromMilliseconds(10)).Single().Bytes;
        Assert.That((Scp.Sequence(reply), BitConverter.ToUInt32(Scp.Payload(reply))), Is.EqualTo((1, 4 * 17)));
    }

    [Test]
    public void A_lone_chip_hears_no_packets_of_neighbours()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip);
        FloodFill(bench, cores: 0b10, waits: true);

        Assert.That(Count(bench, CoreState.Ready), Is.Zero);
    }

    private static void FloodFill(BoardBench bench, uint cores, bool waits, uint blocks = 1, uint sent = 1, bool selects = true)
    {
        const uint id = 0x12;
        bench.Send(Scp.Request(20, first: 0x06000000 | (id << 16) | (blocks << 8), third: 0x80003F00));
        if (selects)
            bench.Send(Scp.Request(20, first: 0x07000000 | cores, second: 0x0003FFFF, third: 0x00003F00));
        for (uint block = 0; block < sent; block++)
            bench.Send(Scp.Request(23, first: 0x3F180000 | id, second: (block << 16) | (1 << 8), third: Image + (8 * block), data: [1, 2, 3, 4, 5, 6, 7, 8]));
        bench.Send(Scp.Request(20, first: 0x0F000000 | id, second: (Application << 24) | (waits ? 1u << 18 : 0), third: 0x00003F00));
        bench.Wait(TimeSpan.FromMilliseconds(2));
    }

    private static void Signal(BoardBench bench, uint signal)
    {
        bench.Send(Scp.Request(22, second: (signal << 16) | AllOfIt));
        bench.Wait(TimeSpan.FromMilliseconds(2));
    }

    private static uint Allocate(BoardBench bench, uint size, uint tag, int x = 0, int y = 0) =>
        BitConverter.ToUInt32(Scp.Payload(bench.Send(Scp.Request(28, first: Application << 8, second: size, third: tag, x: x, y: y)).Single().Bytes));

    private static int Count(BoardBench bench, CoreState state)
    {
        bench.Send(Scp.Request(15, first: Application, second: (uint)state));
        return BitConverter.ToInt32(Scp.Payload(bench.Wait(TimeSpan.FromMilliseconds(10)).Single().Bytes));
    }

    private static string Info(BoardBench bench) => Convert.ToHexStringLower(Scp.Payload(bench.Send(Scp.Request(31)).Single().Bytes));
}
