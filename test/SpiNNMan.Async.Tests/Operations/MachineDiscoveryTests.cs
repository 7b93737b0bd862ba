using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using SimulatedFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Operations;

/// <summary>Discovery of virtual machines, with and without faults, on a simulated clock.</summary>
internal sealed class MachineDiscoveryTests
{
    [Test, CancelAfter(30_000)]
    public async Task Finds_every_chip_core_and_link_of_any_machine([Values("single", "spin3", "spin5", "torus", "24")] string kind, CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(Options(kind), cancellationToken);

        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);

        Machine found = transceiver.Machine;
        VirtualBoard[] boards = [.. machine.Machine.Boards];
        Assert.That(found.Chips.Select(static chip => chip.Location), Is.EquivalentTo(boards.SelectMany(static board => board.Chips).Select(static chip => chip.Location)));
        Assert.That(found.EthernetChips.Select(static chip => chip.Location), Is.EquivalentTo(boards.Select(static board => board.Location)));
        Assert.That(transceiver.Connections, Has.Count.EqualTo(boards.Length));
        Assert.That(transceiver.Report.Findings, Is.Empty);
        Assert.That(found.Chips.Select(static chip => chip.CoreMap!.Value.Count), Is.EqualTo(found.Chips.Select(static chip => chip.Cores.Count)));
    }

    /// <summary>One request for the size, one for two columns of routes, two for each chip: none is asked twice.</summary>
    [Test, CancelAfter(30_000)]
    public async Task Asks_no_more_than_it_must(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(Options("24"), cancellationToken);

        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);

        MachineDimensions size = transceiver.Machine.Dimensions;
        int least = 1 + (size.Width / 2) + (2 * transceiver.Machine.Chips.Count);
        Assert.That(transceiver.Report.Requests, Is.EqualTo(least));
        Assert.That(machine.Machine.Boards.Sum(static board => board.Statistics.Received), Is.EqualTo(least + 1 + 24), "with the version, and one for each board to set it up");
    }

    [Test, CancelAfter(60_000)]
    public async Task Finds_the_same_over_a_bad_network(CancellationToken cancellationToken)
    {
        var bad = new SimulatedFaults { Loss = 0.02, Duplication = 0.02, Reordering = 0.02 };
        await using SimulatedRack machine = await SimulatedRack.StartAsync(
            Options("torus") with { Faults = new FaultOptions { Ingress = bad, Egress = bad }, Seed = 5 }, cancellationToken);

        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);

        Assert.That((transceiver.Machine.Chips.Count, transceiver.Connections.Count), Is.EqualTo((144, 3)));
        Assert.That(transceiver.Report.Findings, Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task Dead_parts_are_not_there(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(
            Options("torus") with
            {
                DeadChips = [new(1, 1), new(9, 5)],
                DeadCores = [new(2, 0, 5)],
                DeadLinks = [(new(0, 0), 0)],
            },
            cancellationToken);

        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);

        Machine found = transceiver.Machine;
        Assert.That(found.Chips, Has.Count.EqualTo(142));
        Assert.That(found.Contains(new ChipLocation(9, 5)), Is.False);
        Assert.That((found[new(2, 0)].Cores.Count, found[new(2, 0)].CoreMap!.Value.GetVirtual(5)), Is.EqualTo((17, (int?)null)));
        Assert.That(found[new(0, 0)].Links.Contains(0) || found[new(1, 0)].Links.Contains(3), Is.False);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_link_cut_in_one_direction_is_repaired(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(Options("spin5") with { Firmware = new SoftwareVersion(3, 4, 2) }, cancellationToken);
        machine.Machine.BreakLink(new ChipLocation(3, 3), 0);

        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);

        Assert.That(transceiver.Machine[new(4, 3)].Links.Contains(3) || transceiver.Machine[new(3, 3)].Links.Contains(0), Is.False);
        Assert.That(transceiver.Report.Of(DiscoveryFindingKind.OneWayLink).Count(), Is.LessThanOrEqualTo(1));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_dead_monitor_is_told_of_and_delays_no_other_board(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(Options("torus"), cancellationToken);
        machine.Machine.KillMonitor(new ChipLocation(9, 5));

        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);

        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(143));
        DiscoveryFinding silent = transceiver.Report.Of(DiscoveryFindingKind.SilentChip).Single();
        Assert.That(silent.Chip, Is.EqualTo(new ChipLocation(9, 5)));
        Assert.That(silent.Error, Is.Not.Null);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_board_that_falls_silent_half_way_is_asked_over_the_first(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(Options("torus"), cancellationToken);
        var muting = new Muting(machine.Machine.Boards[2], after: 60);

        await using Transceiver transceiver = await machine.OpenAsync(machine.Options with { Progress = muting }, cancellationToken);

        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(144));
        Assert.That(transceiver.Connections, Has.Count.EqualTo(2));
        Assert.That(transceiver.Report.Findings.Single().Kind, Is.EqualTo(DiscoveryFindingKind.UnreachableBoard));
    }

    [Test, CancelAfter(30_000)]
    public async Task What_a_machine_has_can_be_asked_again(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(Options("torus"), cancellationToken);
        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);
        machine.Machine.KillMonitor(new ChipLocation(5, 5));

        (Machine now, DiscoveryReport report) = await machine.RunAsync(transceiver.DiscoverAsync(cancellationToken: cancellationToken), cancellationToken);

        Assert.That((transceiver.Machine.Chips.Count, now.Chips.Count), Is.EqualTo((144, 143)));
        Assert.That(report.ToString(), Does.Contain("1 SilentChip"));
    }

    private static VirtualMachineOptions Options(string kind) => kind switch
    {
        "single" => new VirtualMachineOptions { Board = BoardType.Single },
        "spin3" => new VirtualMachineOptions { Board = BoardType.Spin3 },
        "spin5" => new VirtualMachineOptions { Board = BoardType.Spin5 },
        "torus" => new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) },
        _ => new VirtualMachineOptions { Triads = new TriadArrangement(4, 2) },
    };

    private sealed class Muting(VirtualBoard board, int after) : IProgress<TransceiverEvent>
    {
        public void Report(TransceiverEvent value)
        {
            if (value.Done == after && value.Step == TransceiverStep.Discovering)
                board.IsMute = true;
        }
    }
}
