using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;
using SimulatedFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Machines.Discovery;

/// <summary>Machines of which parts are dead are found in little more time than whole ones, on a simulated clock.</summary>
internal sealed class DeadPartsTests
{
    private static readonly TimeSpan s_giveUp = TimeSpan.FromSeconds(5);

    public static IEnumerable<TestCaseData> Parts()
    {
        yield return Case("one board of three", new(1, 1), [2]);
        yield return Case("two boards of 48", new(4, 4), [7, 30]);
        yield return Case("a frame of 24 boards", new(4, 4), [.. Enumerable.Range(24, 24)]);

        static TestCaseData Case(string name, TriadArrangement size, int[] dead) => new TestCaseData(size, dead).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Parts)), CancelAfter(120_000)]
    public async Task Boards_that_are_dead_cost_one_give_up_and_nothing_the_next_time(TriadArrangement size, int[] dead, CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartAsync(size, cancellationToken);
        (TimeSpan whole, _, _) = await DiscoverAsync(machine, cancellationToken);
        foreach (int board in dead)
            machine.Machine.Boards[board].SwitchOff();

        (TimeSpan first, int chips, int silent) = await DiscoverAsync(machine, cancellationToken);
        (TimeSpan second, int chipsAgain, _) = await DiscoverAsync(machine, cancellationToken);
        (TimeSpan waiting, int chipsWaited, _) = await DiscoverAsync(machine, cancellationToken, wait: true);

        // Of boards that live, a few chips are reached over dead ones only.
        int living = 48 * (machine.Machine.Boards.Count - dead.Length);
        Assert.That((chipsAgain, chipsWaited, chips + silent), Is.EqualTo((chips, chips, 48 * machine.Machine.Boards.Count)));
        Assert.That(chips, Is.InRange(living - (3 * dead.Length), living));
        Assert.That(first, Is.LessThanOrEqualTo((1.5 * whole) + s_giveUp), $"a whole machine takes {whole}");
        Assert.That(second, Is.LessThanOrEqualTo(0.7 * s_giveUp), "what is known to be dead is not waited for");
        Assert.That(waiting, Is.GreaterThan(s_giveUp).And.LessThanOrEqualTo((1.5 * whole) + s_giveUp), "unless that is asked for");
    }

    [Test, CancelAfter(60_000)]
    public async Task Chips_that_are_dead_are_waited_for_together([Values(1, 12, 40)] int count, CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartAsync(new(1, 1), cancellationToken);
        (TimeSpan whole, _, _) = await DiscoverAsync(machine, cancellationToken);
        foreach (ChipLocation chip in machine.Machine.Boards.SelectMany(static board => board.Chips.Skip(1).Select(static chip => chip.Location)).Where(static chip => chip.Y > 1).Take(count))
            machine.Machine.KillMonitor(chip);

        (TimeSpan first, int chips, int silent) = await DiscoverAsync(machine, cancellationToken);
        (TimeSpan second, _, _) = await DiscoverAsync(machine, cancellationToken);

        Assert.That((chips, silent), Is.EqualTo((144 - count, count)));
        Assert.That(first, Is.LessThanOrEqualTo((1.5 * whole) + s_giveUp));
        Assert.That(second, Is.LessThanOrEqualTo((1.5 * whole) + TimeSpan.FromSeconds(1)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_with_an_Ethernet_that_is_dead_takes_no_other_chip_with_it(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartAsync(new(1, 1), cancellationToken);
        (TimeSpan whole, _, _) = await DiscoverAsync(machine, cancellationToken);
        machine.Machine.KillMonitor(new ChipLocation(4, 8));

        (TimeSpan time, int chips, int silent) = await DiscoverAsync(machine, cancellationToken);

        Assert.That((chips, silent), Is.EqualTo((143, 1)));
        Assert.That(time, Is.LessThanOrEqualTo((2.5 * whole) + s_giveUp), "the others are asked over the first board");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_whose_cable_is_out_is_asked_over_the_first_while_it_is_waited_for(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartAsync(new(1, 1), cancellationToken);
        (TimeSpan whole, _, _) = await DiscoverAsync(machine, cancellationToken);
        machine.Machine.Boards[2].IsMute = true;

        (TimeSpan first, int chips, int silent) = await DiscoverAsync(machine, cancellationToken);
        (TimeSpan second, _, _) = await DiscoverAsync(machine, cancellationToken);

        Assert.That((chips, silent), Is.EqualTo((144, 0)));
        Assert.That(first, Is.LessThanOrEqualTo((1.5 * whole) + s_giveUp + TimeSpan.FromSeconds(0.5)), "the last try may take a little longer");
        Assert.That(second, Is.LessThanOrEqualTo((2.5 * whole) + TimeSpan.FromSeconds(1)));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_was_silent_and_answers_again_is_there_again(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartAsync(new(1, 1), cancellationToken);
        machine.Machine.KeepBusy(new ChipLocation(9, 5), TimeSpan.FromSeconds(7));

        (_, int chips, int silent) = await DiscoverAsync(machine, cancellationToken);
        await machine.RunAsync(Task.Delay(TimeSpan.FromSeconds(3), machine.World.Time, cancellationToken), cancellationToken);
        (_, int again, int silentAgain) = await DiscoverAsync(machine, cancellationToken);

        Assert.That((chips, silent, again, silentAgain), Is.EqualTo((143, 1, 144, 0)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_that_is_busy_for_less_than_the_patience_is_not_left_out(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartAsync(new(1, 1), cancellationToken);
        machine.Machine.KeepBusy(new ChipLocation(9, 5), TimeSpan.FromSeconds(4));

        (_, int chips, int silent) = await DiscoverAsync(machine, cancellationToken);

        Assert.That((chips, silent), Is.EqualTo((144, 0)));
    }

    [Test, CancelAfter(120_000)]
    public async Task No_chip_is_lost_on_a_network_that_loses_two_of_five([Values(1UL, 2UL, 3UL)] ulong seed, CancellationToken cancellationToken)
    {
        var world = new SimulatedFaults { Loss = 0.4 };
        await using SimulatedRack machine = await SimulatedRack.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), Faults = new FaultOptions { Ingress = world, Egress = world }, Seed = seed }, cancellationToken);

        await using Transceiver transceiver = await machine.OpenAsync(machine.Options with { Connection = machine.World.Options with { GiveUpAfter = TimeSpan.FromSeconds(20) } }, cancellationToken);

        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(144));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_survey_waits_for_silent_chips_together_too(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await StartAsync(new(1, 1), cancellationToken);
        machine.Machine.Boards[2].SwitchOff();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.EndPoint, machine.World.Options, cancellationToken);

        TimeSpan start = machine.World.Time.Elapsed;
        MachineSurvey survey = await machine.RunAsync(MachineSurvey.TakeAsync(scamp, cancellationToken: cancellationToken), cancellationToken);

        Assert.That((survey.Chips.Count, survey.SilentChips.Count()), Is.EqualTo((144, 68)), "to twenty chips the way leads over the dead board");
        Assert.That(survey.SilentChips.Select(static chip => chip.Error), Is.All.InstanceOf<SpinnakerException>());
        Assert.That(machine.World.Time.Elapsed - start, Is.LessThan(s_giveUp + TimeSpan.FromSeconds(1)));
    }

    private static Task<SimulatedRack> StartAsync(TriadArrangement size, CancellationToken cancellationToken) =>
        SimulatedRack.StartAsync(new VirtualMachineOptions { Triads = size, ServiceTime = ServiceTime.Hardware }, cancellationToken);

    private static async Task<(TimeSpan Time, int Chips, int Silent)> DiscoverAsync(SimulatedRack machine, CancellationToken cancellationToken, bool wait = false)
    {
        ScampConnectionOptions options = machine.World.Options;
        await using ScampConnection root = await ScampConnection.ConnectAsync(machine.EndPoint, options, cancellationToken);
        root.UpdateChipCoordinates(default);
        var settings = new DiscoverySettings(new DiscoveryOptions { WaitForSilentParts = wait }, options, static address => new IPEndPoint(address, ScpMessage.Port));
        TimeSpan start = machine.World.Time.Elapsed;
        DiscoveredMachine found = await machine.RunAsync(MachineDiscovery.RunAsync(root, default, settings, progress: null, cancellationToken), cancellationToken);
        TimeSpan time = machine.World.Time.Elapsed - start;
        foreach (ScampConnection connection in found.Boards)
            await connection.DisposeAsync();

        await TestContext.Out.WriteLineAsync($"{time}: {found.Report}");
        return (time, found.Machine.Chips.Count, found.Report.Of(DiscoveryFindingKind.SilentChip).Count());
    }
}
