using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Faults;

/// <summary>Files that say what of a machine does not work.</summary>
internal sealed class FaultFileTests
{
    private const int SerialFlash = 53;
    private const int SerialRom = 27;
    private const int Power = 57;

    private static readonly VirtualMachineOptions s_spin5 = new() { Network = new InMemoryNetwork() };

    [Test]
    public void A_board_info_file_is_read()
    {
        VirtualMachineOptions options = FaultFile.Parse("""
            # made by hand
            chip 1 0 dead        ; this one
            chip 2 3 core 5
            CHIP 2 3 link 0

            chip 4 4 core 6 7
            chip 4 4 link north-east w one-way
            """).ApplyTo(s_spin5);

        Assert.That(options.DeadChips, Is.EqualTo(new[] { new ChipLocation(1, 0) }));
        Assert.That(options.DeadCores, Is.EqualTo(new[] { new CoreLocation(2, 3, 5), new CoreLocation(4, 4, 6), new CoreLocation(4, 4, 7) }));
        Assert.That(options.DeadLinks, Is.EqualTo(new[] { (new ChipLocation(2, 3), 0), (new ChipLocation(4, 4), 1), (new ChipLocation(4, 4), 3) }));
    }

    [Test]
    public void What_floods_lose_is_read_for_the_whole_machine_and_no_board_of_it()
    {
        VirtualMachineOptions options = FaultFile.Parse("flood loss 0.25\nboard 0 loss 0.5\nFLOOD reply-loss 0.05 # as real ones").ApplyTo(s_spin5);

        Assert.That((options.Faults.FloodFillLoss, options.Faults.FloodReplyLoss), Is.EqualTo((0.25, 0.05)));
        Assert.That((options.BoardFaults[0].FloodFillLoss, options.BoardFaults[0].FloodReplyLoss, options.BoardFaults[0].Ingress.Loss), Is.EqualTo((0.0, 0.0, 0.5)));
    }

    [Test]
    public void Eight_times_as_many_lines_take_about_eight_times_as_long()
    {
        const int times = 8;
        VirtualMachineOptions options = s_spin5 with { Triads = new TriadArrangement(4, 4) };
        string few = Lines(4_000);
        string many = Lines(times * 4_000);
        FaultFile.Parse(few).ApplyTo(options);

        // With the square of the lines it would be sixty-four times. Whoever shares the computer may disturb one measurement, not each of five.
        double ratio = Enumerable.Range(0, 5).Min(_ => TimeOf(many) / TimeOf(few));
        Assert.That(ratio, Is.LessThan(3 * times));

        double TimeOf(string text)
        {
            long before = System.Diagnostics.Stopwatch.GetTimestamp();
            FaultFile.Parse(text).ApplyTo(options);
            return System.Diagnostics.Stopwatch.GetElapsedTime(before).TotalMicroseconds;
        }

        static string Lines(int count) => string.Join('\n', Enumerable.Range(0, count).Select(static line => $"chip {1 + (line % 47)} {(line / 47) % 48} core {1 + (line % 17)}"));
    }

    [Test]
    public void A_file_can_be_given_up_while_it_is_applied()
    {
        var file = FaultFile.Parse("chip 1 0 dead");
        Assert.That(() => file.ApplyTo(s_spin5, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Chips_may_be_counted_on_their_board()
    {
        VirtualMachineOptions options = FaultFile.Parse("board 1 chip 2 1 dead\nboard 2 dead").ApplyTo(s_spin5 with { Triads = new TriadArrangement(1, 1) });

        Assert.That(options.DeadChips, Is.EqualTo(new[] { new ChipLocation(10, 5) }));
        Assert.That(options.DeadBoards, Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Boards_may_have_a_bad_network()
    {
        var machine = new FaultOptions { Egress = new LinkFaults { Loss = 0.25 }, FloodFillLoss = 0.5 };
        VirtualMachineOptions options = FaultFile.Parse("board 1 loss 0.5 in\nboard 1 DELAY 2.5 # both ways\nboard 0 jitter 1 out")
            .ApplyTo(s_spin5 with { Triads = new TriadArrangement(1, 1), Faults = machine });

        var late = TimeSpan.FromMilliseconds(2.5);
        Assert.That(options.Faults, Is.EqualTo(machine));
        Assert.That(options.BoardFaults, Is.EquivalentTo(new Dictionary<int, FaultOptions>
        {
            [0] = new() { Egress = new LinkFaults { Loss = 0.25, Jitter = TimeSpan.FromMilliseconds(1) } },
            [1] = new() { Ingress = new LinkFaults { Loss = 0.5, Delay = late }, Egress = new LinkFaults { Loss = 0.25, Delay = late } },
        }));
    }

    [TestCase("flood", 1, "flood loss SHARE")]
    [TestCase("flood loss", 1, "a share is expected, 0 to 1")]
    [TestCase("flood reply-loss 1.5", 1, "a share is expected, 0 to 1")]
    [TestCase("flood loss 0.1 in", 1, "'in'")]
    [TestCase("board 0 flood loss 0.1", 1, "write 'board N dead'")]
    [TestCase("board 0 loss", 1, "a share is expected, 0 to 1")]
    [TestCase("board 0 corrupt 1.5", 1, "a share is expected, 0 to 1")]
    [TestCase("board 0 delay soon", 1, "a time in milliseconds is expected")]
    [TestCase("board 0 loss 0.1 sideways", 1, "'sideways'")]
    [TestCase("board 1 loss 0.1", 1, "1 boards")]
    [TestCase("chip 1 dead", 1, "Y of a chip")]
    [TestCase("\nchip 1 0 broken", 2, "chip X Y dead")]
    [TestCase("chip 1 0 core 18", 1, "0 to 17")]
    [TestCase("chip 1 0 link up", 1, "north-east")]
    [TestCase("chip 1 0 dead really", 1, "'really'")]
    [TestCase("link 3", 1, "board N dead")]
    [TestCase("board 0", 1, "board N dead")]
    [TestCase("chip 1 0 dead\n\nchip 7 0 dead", 3, "no chip (7, 0)")]
    [TestCase("chip 0 0 dead", 1, "board 0 dead")]
    [TestCase("board 1 dead", 1, "1 boards")]
    [TestCase("board 0 dead", 1, "must be left")]
    [TestCase("chip 0 0 core 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", 1, "board 0 dead")]
    public void What_makes_no_sense_is_told_with_its_line(string text, int line, string problem)
    {
        FaultFileException? error = Assert.Throws<FaultFileException>(() => FaultFile.Parse(text, "faults.txt").ApplyTo(s_spin5));

        Assert.That(error!.Line, Is.EqualTo(line));
        Assert.That(error.Message, Does.StartWith($"faults.txt, line {line}: ").And.Contain(problem));
    }

    [Test]
    public async Task The_list_is_where_hosts_and_monitors_look_for_it()
    {
        VirtualMachineOptions options = FaultFile.Parse("chip 1 0 dead\nchip 2 3 core 5\nchip 2 3 link 0").ApplyTo(s_spin5);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(options);
        string list = Convert.ToHexStringLower([2, 0, 0, 0, .. BitConverter.GetBytes((1u << 27) | 0xFFFFFF), .. BitConverter.GetBytes((2u << 27) | (3u << 24) | (1u << 18) | (1u << 5))]);

        await using var bmp = new InMemoryHost(machine, machine.Bmp.EndPoint);
        await using var host = new InMemoryHost(machine, machine.Boards[0].EndPoint);
        Assert.That(Hex(await bmp.AskAsync(Scp.Request(SerialFlash, first: 0x100, second: 12))), Is.EqualTo(list));
        Assert.That(Hex(await host.AskAsync(Scp.Read(0xE5007900, 12))), Is.EqualTo(list));
        Assert.That(Hex(await host.AskAsync(Scp.Read(0xF5007FF8, 4))), Is.EqualTo("007900e5"));
        Assert.That(Hex(await host.AskAsync(Scp.Request(SerialRom, first: (12 << 16) | 32, second: 0x03000100))), Is.EqualTo(list));
    }

    [Test]
    public async Task What_a_host_writes_into_the_list_counts_from_the_next_boot_on()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(s_spin5 with { Network = new InMemoryNetwork(), Booted = false });
        await using var bmp = new InMemoryHost(machine, machine.Bmp.EndPoint);
        await bmp.AskAsync(Scp.Request(SerialFlash, first: 0x100, second: 8, third: 1, data: [1, 0, 0, 0, .. BitConverter.GetBytes((1u << 27) | 0x3FFFF)]));
        await bmp.AskAsync(Scp.Request(Power, first: 1, second: 1));

        await using var boot = new InMemoryHost(machine, machine.Boards[0].BootEndPoint);
        foreach (byte[] datagram in EndToEnd.RawImages.BootDatagrams())
            boot.Send(datagram);
        while (machine.Boards[0].State != BoardState.Ready)
            await Task.Yield();

        await using var host = new InMemoryHost(machine, machine.Boards[0].EndPoint);
        Assert.That(Scp.Result(await host.AskAsync(Scp.Version(1, 0))), Is.EqualTo(0x87));
        Assert.That(machine.Boards[0].TakeSnapshot().Chips, Has.Count.EqualTo(47));
    }

    [Test]
    public async Task A_dead_board_is_not_there_and_its_sockets_are_silent()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(s_spin5 with { Network = new InMemoryNetwork(), Triads = new TriadArrangement(1, 1), DeadBoards = [0], BindAddress = new([127, 0, 9, 9]), UseTruePorts = true, AnnouncementTargets = [] });
        await using var bmp = new InMemoryHost(machine, machine.Bmp.EndPoint);
        await using var host = new InMemoryHost(machine, machine.Boards[1].EndPoint);

        Assert.That(machine.Bmp.EndPoint, Is.EqualTo(machine.Boards[1].Bmp!.EndPoint), "the first board that works speaks for the frame");
        Assert.That(machine.Boards.Select(board => board.State), Is.EqualTo(new[] { BoardState.Off, BoardState.Ready, BoardState.Ready }));
        Assert.That(Scp.Result(await bmp.AskAsync(Scp.Request(0))), Is.EqualTo(0x87));
        Assert.That(Scp.Result(await bmp.AskAsync(Scp.Request(0, core: 2))), Is.EqualTo(0x80));
        Assert.That(Scp.Result(await bmp.AskAsync(Scp.Request(Power, first: 1, second: 1, core: 1))), Is.EqualTo(0x80));
        machine.Boards[0].SwitchOn();
        Assert.That(machine.Boards[0].State, Is.EqualTo(BoardState.Off));
        Assert.That(Scp.Result(await host.AskAsync(Scp.Version())), Is.EqualTo(0x80));
        await using var toDead = new InMemoryHost(machine, machine.Boards[0].EndPoint);
        toDead.Send(Scp.Version());
        while (machine.Boards[0].Statistics.Received == 0)
            await Task.Yield();

        Assert.That(machine.Boards[0].Statistics.Sent, Is.Zero);
    }

    [Test]
    public void One_board_at_least_must_work() =>
        Assert.That(async () => await VirtualMachine.StartAsync(s_spin5 with { DeadBoards = [0] }), Throws.TypeOf<InvalidParameterException>());

    private static string Hex(byte[] reply) => Convert.ToHexStringLower(Scp.Payload(reply));
}
