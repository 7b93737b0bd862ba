using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Faults;

/// <summary>What the program that runs the machine can break in it.</summary>
internal sealed class MachineFaultTests
{
    [Test]
    public void A_mute_board_obeys_and_says_nothing()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Board.IsMute = true;
        Assert.That(bench.Send(Scp.Request(3, first: 0x60300000, second: 4, third: 2, data: [1, 2, 3, 4])), Is.Empty);
        Assert.That(bench.Board.Statistics.Drops[DropReason.Mute], Is.EqualTo(1));

        bench.Board.IsMute = false;
        Assert.That(Scp.Payload(bench.Send(Scp.Read(0x60300000, 4)).Single().Bytes), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void A_busy_monitor_answers_later_and_is_missed_by_other_chips()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        foreach (ChipLocation location in new ChipLocation[] { new(0, 0), new(1, 1) })
            bench.Board.Chips.Single(chip => chip.Location == location).BusyUntil = bench.Kernel.Now + TimeSpan.FromMilliseconds(50);

        Assert.That(bench.Send(Scp.Version()), Is.Empty);
        Assert.That(bench.Send(Scp.Version(1, 1)), Is.Empty);
        Assert.That(bench.Wait(TimeSpan.FromMilliseconds(49)), Is.Empty);
        Assert.That(bench.Wait(TimeSpan.FromMilliseconds(2)), Has.Count.EqualTo(2));

        bench.Board.Chips.Single(chip => chip.Location == new ChipLocation(1, 1)).BusyUntil = bench.Kernel.Now + TimeSpan.FromMilliseconds(50);
        Assert.That(bench.AskResult(Scp.Version(1, 1)), Is.EqualTo(0x8B));
    }

    [Test]
    public void A_monitor_that_dies_answers_nothing_of_what_waits_for_it()
    {
        using var bench = new BoardBench(MachineLayout.Spin3, new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware });
        bench.Send(Scp.Read(0x50000000, 4));
        bench.Send(Scp.Read(0x60300000, 4, sequence: 2));

        Assert.That(bench.Wait(TimeSpan.FromMilliseconds(10)), Is.Empty);
        Assert.That(bench.Board.Statistics.Drops[DropReason.MonitorDead], Is.EqualTo(1));
    }

    [TestCase(500, 0x8E, TestName = "A chip that dies while a message arrives gives no receipt")]
    [TestCase(0, 0x8B, TestName = "A chip that is dead opens for no message")]
    public void The_result_tells_when_a_chip_died(int microseconds, int result)
    {
        using var bench = new BoardBench(MachineLayout.Spin3, new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware });
        bench.Wait(TimeSpan.FromSeconds(1));
        VirtualChip chip = bench.Board.Chips.Single(candidate => candidate.Location == new ChipLocation(1, 1));
        if (microseconds == 0)
        {
            Kill();
            bench.Wait(TimeSpan.FromMilliseconds(1));
        }

        Assert.That(bench.Send(Scp.Read(0x60300000, 256, 1, 1)), Is.Empty);
        bench.Wait(TimeSpan.FromMicroseconds(microseconds));
        Kill();
        Assert.That(Scp.Result(bench.Wait(TimeSpan.FromMilliseconds(10)).Single().Bytes), Is.EqualTo(result));

        void Kill()
        {
            using (bench.Kernel.Enter())
                chip.Kill("for the test");
        }
    }

    [Test]
    public void A_link_cut_in_one_direction_stops_what_goes_over_it()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        byte[] overLink = Scp.Request(17, first: 0xF5007F00, second: 4, third: 0);
        byte[] backOverLink = Scp.Request(17, first: 0xF5007F00, second: 4, third: 3, x: 1);
        bench.Board.Machine!.SetBroken(new ChipLocation(0, 0), 0, isBroken: true);

        Assert.That(bench.AskResult(Scp.Version(1, 0)), Is.EqualTo(0x8B));
        Assert.That(bench.AskResult(Scp.Version(1, 1)), Is.EqualTo(0x80));
        Assert.That(Scp.Payload(bench.Send(overLink).Single().Bytes), Is.Empty);

        bench.Board.Machine!.SetBroken(new ChipLocation(0, 0), 0, isBroken: false);
        Assert.That(Scp.Payload(bench.Send(overLink).Single().Bytes), Is.EqualTo(new byte[] { 0, 1, 2, 2 }));
        Assert.That(Scp.Payload(bench.Send(backOverLink).Single().Bytes), Is.EqualTo(new byte[] { 0, 0, 2, 2 }));
    }

    [Test]
    public void A_board_dies_and_is_born_again()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Board.SwitchOff();
        Assert.That(bench.Send(Scp.Version()), Is.Empty);
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Off));

        bench.Board.SwitchOn();
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Rom));
    }

    [Test]
    public async Task A_board_may_have_a_bad_network_of_its_own()
    {
        await using VirtualMachine machine = await TestMachines.StartAsync(
            new TriadArrangement(1, 1), change: static options => options with { BoardFaults = new Dictionary<int, FaultOptions> { [2] = new() { Ingress = new LinkFaults { Loss = 1 } } } });
        await using var good = new InMemoryHost(machine, machine.Boards[0].EndPoint);
        await using var bad = new InMemoryHost(machine, machine.Boards[1].EndPoint);
        machine.Boards[1].Faults = new FaultOptions { Egress = new LinkFaults { Loss = 1 } };
        bad.Send(Scp.Version(sequence: 1));
        await TestMachines.UntilAsync(() => machine.EgressFaults.Lost == 1);
        Assert.That(machine.Boards[1].Statistics.Sent, Is.EqualTo(1));
        Assert.That(Scp.Result(await good.AskAsync(Scp.Version(8, 4))), Is.EqualTo(0x80));
        Assert.That(machine.Boards[2].Faults!.Ingress.Loss, Is.EqualTo(1));

        // It is on the network of the machine again, on which nothing goes wrong.
        machine.Boards[1].Faults = null;
        Assert.That(Scp.Sequence(await bad.AskAsync(Scp.Version(sequence: 2))), Is.EqualTo(2));
        Assert.That((machine.IngressFaults.Lost, machine.EgressFaults.Lost, machine.EgressFaults.Passed), Is.EqualTo((0, 1, 3)));
    }

    [Test]
    public async Task Only_boards_that_are_there_have_a_network_and_flood_fills_are_lost_everywhere()
    {
        var faults = new Dictionary<int, FaultOptions> { [1] = FaultOptions.None };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Network = new InMemoryNetwork() });

        Assert.That(async () => await VirtualMachine.StartAsync(new VirtualMachineOptions { Network = new InMemoryNetwork(), BoardFaults = faults }), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => machine.Boards[0].Faults = new FaultOptions { FloodFillLoss = 0.5 }, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => FaultOptions.None.With("rain", 1), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("jitter"));
    }

    [Test, CancelAfter(10_000)]
    public async Task Events_tell_what_happens(CancellationToken cancellationToken)
    {
        VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3, Network = new InMemoryNetwork() }, cancellationToken);
        IAsyncEnumerable<MachineEvent> events = machine.WatchAsync(cancellationToken);
        machine.Run(new CoreLocation(1, 0, 3), new HelloApplication());
        machine.KillMonitor(new ChipLocation(1, 1));
        machine.Boards[0].SwitchOff();
        await machine.DisposeAsync();

        var seen = new List<(MachineEventKind, ChipLocation?, int?)>();
        await foreach (MachineEvent happened in events)
            seen.Add((happened.Kind, happened.Chip, happened.Core));

        Assert.That(seen.Take(3), Is.EqualTo(new (MachineEventKind, ChipLocation?, int?)[]
        {
            (MachineEventKind.ProgramStarted, new ChipLocation(1, 0), 3),
            (MachineEventKind.ProgramEnded, new ChipLocation(1, 0), 3),
            (MachineEventKind.MonitorDied, new ChipLocation(1, 1), null),
        }));
        Assert.That(seen.Select(happened => happened.Item1), Has.Some.EqualTo(MachineEventKind.BoardState));
    }

    [Test]
    public async Task Only_what_is_there_can_be_broken()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3, Network = new InMemoryNetwork() });
        Assert.That(() => machine.BreakLink(new ChipLocation(5, 5), 0), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => machine.BreakLink(new ChipLocation(0, 0), 6), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => machine.KeepBusy(new ChipLocation(5, 5), TimeSpan.FromSeconds(1)), Throws.TypeOf<InvalidParameterException>());
    }
}
