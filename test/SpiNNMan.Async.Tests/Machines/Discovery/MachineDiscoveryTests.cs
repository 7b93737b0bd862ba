using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using SimulatedFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Machines.Discovery;

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

    /// <summary>Links that their chips do not use, and the other ends, which are used.</summary>
    private static readonly (ChipLocation Chip, int Link, ChipLocation Other, int Back)[] s_oneWayLinks =
    [
        (new(1, 3), 0, new(2, 3), 3),
        (new(3, 1), 2, new(3, 2), 5),
        (new(3, 5), 3, new(2, 5), 0),
        (new(5, 4), 5, new(5, 3), 2),
        (new(5, 4), 2, new(5, 5), 5),
    ];

    [Test, CancelAfter(30_000)]
    public async Task Links_that_work_one_way_are_left_out_both_ways_and_each_is_told_of([Values("3.1.0", "3.4.2", "4.0.0")] string firmware, CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartWithOneWayLinksAsync(firmware, cancellationToken);

        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);

        Machine found = transceiver.Machine;
        Assert.That(transceiver.Report.Findings.Select(static finding => (finding.Kind, finding.Chip, finding.Link)), Is.EqualTo(OneWayFindings()));
        Assert.That(transceiver.Report.Findings.Select(static finding => finding.Message), Is.All.EndsWith(": left out."));
        foreach ((ChipLocation chip, int link, ChipLocation other, int back) in s_oneWayLinks)
            Assert.That((found[chip].Links.Contains(link), found[other].Links.Contains(back)), Is.EqualTo((false, false)), $"{chip} {link}");

        int links = found.Chips.Sum(static chip => chip.Links.Count);
        Assert.That((found.Chips.Count, links), Is.EqualTo((48, 240 - (2 * s_oneWayLinks.Length))), "nothing else is left out");
    }

    [Test, CancelAfter(30_000)]
    public async Task Links_that_work_one_way_are_kept_and_told_of_if_that_is_asked_for(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartWithOneWayLinksAsync("3.4.2", cancellationToken);

        await using Transceiver transceiver = await machine.OpenAsync(machine.Options with { Discovery = new DiscoveryOptions { Repair = RepairPolicy.Report } }, cancellationToken);

        Machine found = transceiver.Machine;
        Assert.That(transceiver.Report.Findings.Select(static finding => (finding.Kind, finding.Chip, finding.Link)), Is.EqualTo(OneWayFindings()));
        Assert.That(transceiver.Report.Findings.Select(static finding => finding.Message), Has.None.Contains("left out"));
        foreach ((ChipLocation chip, int link, ChipLocation other, int back) in s_oneWayLinks)
            Assert.That((found[chip].Links.Contains(link), found[other].Links.Contains(back)), Is.EqualTo((false, true)), $"{chip} {link}");
    }

    [Test, CancelAfter(30_000)]
    public async Task Links_that_work_one_way_are_an_error_that_names_them_all_if_that_is_asked_for(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartWithOneWayLinksAsync("3.4.2", cancellationToken);

        MachineDiscoveryException? error = await Assert.ThrowsAsync<MachineDiscoveryException>(() =>
            machine.OpenAsync(machine.Options with { Discovery = new DiscoveryOptions { Repair = RepairPolicy.Throw } }, cancellationToken));

        Assert.That(error!.Findings.Select(static finding => (finding.Kind, finding.Chip, finding.Link)), Is.EqualTo(OneWayFindings()));
        Assert.That(error.Message, Does.Contain("Link 3 of chip 2,3 works, but link 0 of 1,3 in the other direction does not."));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_link_cut_in_one_direction_carries_no_question_either_way([Values("3.1.0", "3.4.2", "4.0.0")] string firmware, CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartAsync(firmware, cancellationToken);
        machine.Machine.BreakLink(new ChipLocation(1, 3), 0);

        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);

        // Version 4 tells what it found at the boot; older ones ask the neighbour each time.
        bool works = firmware.StartsWith('4');
        Assert.That((transceiver.Machine[new(1, 3)].Links.Contains(0), transceiver.Machine[new(2, 3)].Links.Contains(3)), Is.EqualTo((works, works)));
        Assert.That(transceiver.Report.Findings, Is.Empty);
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

    private static IEnumerable<(DiscoveryFindingKind, ChipLocation, int?)> OneWayFindings() => s_oneWayLinks
        .OrderBy(static link => link.Other.X)
        .ThenBy(static link => link.Other.Y)
        .Select(static link => (DiscoveryFindingKind.OneWayLink, link.Other, (int?)link.Back));

    private static async Task<SimulatedRack> StartWithOneWayLinksAsync(string firmware, CancellationToken cancellationToken)
    {
        SimulatedRack machine = await StartAsync(firmware, cancellationToken);
        foreach (IGrouping<ChipLocation, int> links in s_oneWayLinks.GroupBy(static link => link.Chip, static link => link.Link))
            machine.Machine.WriteMemory(links.Key, SystemVariable.Links.Address, [(byte)(0x3F & ~LinkSet.Create([.. links]).Mask)]);

        return machine;
    }

    private static Task<SimulatedRack> StartAsync(string firmware, CancellationToken cancellationToken)
    {
        int[] numbers = [.. firmware.Split('.').Select(int.Parse)];
        return SimulatedRack.StartAsync(Options("spin5") with { Firmware = new SoftwareVersion(numbers[0], numbers[1], numbers[2]) }, cancellationToken);
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
