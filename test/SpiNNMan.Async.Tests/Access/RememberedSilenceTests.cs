using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using SimulatedFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Access;

/// <summary>What was silent once while a machine is open keeps nobody waiting a second time, on a simulated clock.</summary>
[CancelAfter(60_000)]
internal sealed class RememberedSilenceTests
{
    private static readonly TimeSpan s_giveUp = TimeSpan.FromSeconds(5);

    /// <summary>What one short question takes at the most: two and a half times the first timeout.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(625);

    private static readonly TimeSpan s_little = TimeSpan.FromMilliseconds(100);

    [Test]
    public async Task Dead_chips_are_waited_for_once_and_then_asked_for_a_moment([Values(1, 3, 40)] int count, CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        ChipLocation[] dead = Kill(rack, count);

        (TimeSpan first, ChipLocation[] failed) = await ReadAllAsync(rack, transceiver, token);
        (TimeSpan second, ChipLocation[] failedAgain) = await ReadAllAsync(rack, transceiver, token);
        (TimeSpan third, _) = await ReadAllAsync(rack, transceiver, token);

        Assert.That((failed, failedAgain), Is.EqualTo((dead, dead)));
        Assert.That(first, Is.InRange(s_giveUp - s_little, s_giveUp * 1.5));
        Assert.That(second, Is.LessThanOrEqualTo(s_moment));
        Assert.That(third, Is.LessThanOrEqualTo(s_moment));
        Assert.That(transceiver.SilentChips, Is.EqualTo(dead));
    }

    [Test]
    public async Task A_board_that_is_dead_is_asked_for_a_moment_in_all(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        VirtualBoardOf(rack, 2).IsMute = true;

        (TimeSpan first, ChipLocation[] failed) = await ReadAllAsync(rack, transceiver, token);
        (TimeSpan second, ChipLocation[] failedAgain) = await ReadAllAsync(rack, transceiver, token);
        VirtualBoardOf(rack, 2).IsMute = false;
        (TimeSpan third, ChipLocation[] failedThen) = await ReadAllAsync(rack, transceiver, token);

        Assert.That((failed.Length, failedAgain.Length, failedThen.Length), Is.EqualTo((48, 48, 0)));
        Assert.That(first, Is.InRange(s_giveUp - s_little, s_giveUp * 1.5));
        Assert.That(second, Is.LessThanOrEqualTo(s_moment + s_little), "48 chips are not asked one after the other");
        Assert.That(third, Is.LessThanOrEqualTo(s_moment), "all are back at once");
        Assert.That(transceiver.SilentChips, Is.Empty);
    }

    [Test]
    public async Task A_chip_that_answers_again_is_taken_back_at_once(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        var busy = new ChipLocation(9, 5);
        (TimeSpan whole, _) = await ReadAllAsync(rack, transceiver, token);
        rack.Machine.KeepBusy(busy, TimeSpan.FromSeconds(7));

        (_, ChipLocation[] failed) = await ReadAllAsync(rack, transceiver, token);
        await rack.RunAsync(Task.Delay(TimeSpan.FromSeconds(3), rack.World.Time, token), token);
        (TimeSpan second, ChipLocation[] failedAgain) = await ReadAllAsync(rack, transceiver, token);

        Assert.That((failed, failedAgain), Is.EqualTo((new[] { busy }, Array.Empty<ChipLocation>())));
        Assert.That(second, Is.LessThanOrEqualTo((2 * whole) + s_little));
        Assert.That(transceiver.SilentChips, Is.Empty);
    }

    [Test]
    public async Task What_is_forgotten_is_waited_for_again(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        Kill(rack, 2);

        await ReadAllAsync(rack, transceiver, token);
        transceiver.ForgetSilentParts();
        IReadOnlyList<ChipLocation> silent = transceiver.SilentChips;
        (TimeSpan time, _) = await ReadAllAsync(rack, transceiver, token);

        Assert.That(silent, Is.Empty);
        Assert.That(time, Is.GreaterThanOrEqualTo(s_giveUp - s_little));
    }

    [Test]
    public async Task Whoever_wants_it_waits_each_time(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(rack.Options with { Discovery = new DiscoveryOptions { WaitForSilentParts = true } }, token);
        Kill(rack, 2);

        await ReadAllAsync(rack, transceiver, token);
        (TimeSpan time, _) = await ReadAllAsync(rack, transceiver, token);

        Assert.That(time, Is.GreaterThanOrEqualTo(s_giveUp - s_little));
    }

    [Test]
    public async Task Every_kind_of_call_knows_what_another_found_silent(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        ChipLocation dead = Kill(rack, 1)[0];
        await ReadAllAsync(rack, transceiver, token);

        (string Name, Func<Task> Call)[] calls =
        [
            ("cores", () => transceiver.Applications.GetCoreInfosAsync(cancellationToken: token)),
            ("text", () => transceiver.Iobuf.GetAsync(cancellationToken: token)),
            ("watchdogs", () => transceiver.Chips.SetWatchdogAsync(chips: transceiver.Machine.Chips.Select(static chip => chip.Location), cancellationToken: token)),
            ("memory", () => transceiver.Memory.WriteAsync([new MemoryWrite(dead.Monitor, 0x6000_0000, new byte[4]), new MemoryWrite(default(ChipLocation).Monitor, 0x6000_0000, new byte[4])], cancellationToken: token)),
            ("SDRAM", () => transceiver.Sdram.AllocateAsync([dead, default], 16, 30, cancellationToken: token)),
            ("image", () => transceiver.Applications.LoadAsync(new ApplicationImage(VirtualApplicationImage.Create("run")), [new CoreLocation(dead.X, dead.Y, 2), new CoreLocation(0, 0, 2)], 30, cancellationToken: token)),
        ];
        foreach ((string name, Func<Task> call) in calls)
        {
            TimeSpan start = rack.World.Time.Elapsed;
            SpinnakerException? error = await FailureOfAsync(rack, call(), token);
            TimeSpan time = rack.World.Time.Elapsed - start;

            await TestContext.Out.WriteLineAsync($"{name}: {time}: {error?.Message}");
            Assert.That(error, Is.Not.Null, name);
            Assert.That(time, Is.LessThan(s_giveUp / 2), name);
        }
    }

    [Test]
    public async Task A_chip_that_is_asked_by_itself_is_given_all_of_its_time(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        ChipLocation dead = Kill(rack, 1)[0];
        await ReadAllAsync(rack, transceiver, token);

        TimeSpan start = rack.World.Time.Elapsed;
        SpinnakerException? error = await FailureOfAsync(rack, transceiver.GetConnection(dead).ReadWordAsync(dead, 0x6000_0000, token).AsTask(), token);

        Assert.That(error, Is.InstanceOf<SpinnakerException>());
        Assert.That(rack.World.Time.Elapsed - start, Is.GreaterThanOrEqualTo(s_giveUp - s_little));
    }

    [Test]
    public async Task What_a_call_found_silent_the_next_discovery_does_not_wait_for(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        Kill(rack, 3);
        await ReadAllAsync(rack, transceiver, token);

        TimeSpan start = rack.World.Time.Elapsed;
        (Machine machine, _) = await rack.RunAsync(transceiver.DiscoverAsync(cancellationToken: token), token);

        Assert.That(machine.Chips, Has.Count.EqualTo(141));
        Assert.That(rack.World.Time.Elapsed - start, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Waiting_for_silent_chips_can_be_cancelled(CancellationToken token)
    {
        await using SimulatedRack rack = await StartAsync(token);
        await using Transceiver transceiver = await rack.OpenAsync(options: null, token);
        VirtualBoardOf(rack, 2).IsMute = true;
        await ReadAllAsync(rack, transceiver, token);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), rack.World.Time);

        TimeSpan start = rack.World.Time.Elapsed;
        Assert.That(async () => await rack.RunAsync(transceiver.Routing.GetDiagnosticsAsync(chips: null, stop.Token), token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(rack.World.Time.Elapsed - start, Is.LessThan(s_moment));
    }

    [Test]
    public async Task Frames_whose_BMPs_fell_silent_are_asked_for_a_moment_until_they_answer(CancellationToken token)
    {
        await using SimulatedRack rack = await SimulatedRack.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(5, 2) }, token);
        await using BmpController boards = await rack.RunAsync(
            BmpController.ConnectAsync(
                rack.Machine.Bmps.Select(static (bmp, frame) => new BmpConnectionData(bmp.EndPoint.Address.ToString(), BoardSet.FirstOf(bmp.Boards.Count), Frame: frame)), new BmpControllerOptions { Connection = Bmp(rack) }, token), token);
        rack.Machine.Faults = new FaultOptions { Ingress = new SimulatedFaults { Loss = 1 } };

        (TimeSpan first, int failed) = await ReadVoltagesAsync(rack, boards, token);
        (TimeSpan second, int failedAgain) = await ReadVoltagesAsync(rack, boards, token);
        rack.Machine.Faults = FaultOptions.None;
        (TimeSpan third, int failedThen) = await ReadVoltagesAsync(rack, boards, token);

        Assert.That((failed, failedAgain, failedThen), Is.EqualTo((30, 30, 0)));
        Assert.That(first, Is.GreaterThanOrEqualTo(s_giveUp - s_little));
        Assert.That(second, Is.LessThanOrEqualTo(s_moment));
        Assert.That(third, Is.LessThanOrEqualTo(s_little));
    }

    private static BmpConnectionOptions Bmp(SimulatedRack rack) =>
        new() { Network = rack.World.Network, TimeProvider = rack.World.Time, RunContinuationsAsynchronously = false };

    private static async Task<(TimeSpan Time, int Failed)> ReadVoltagesAsync(SimulatedRack rack, BmpController boards, CancellationToken token)
    {
        TimeSpan start = rack.World.Time.Elapsed;
        SpinnakerException? error = await FailureOfAsync(rack, boards.GetAdcAsync(token), token);
        return (rack.World.Time.Elapsed - start, (error as BoardOperationException)?.Failures.Count ?? 0);
    }

    private static Simulation.Boards.VirtualBoard VirtualBoardOf(SimulatedRack rack, int number) => rack.Machine.Boards[number];

    private static ChipLocation[] Kill(SimulatedRack rack, int count)
    {
        ChipLocation[] dead = [.. rack.Machine.Boards.SelectMany(static board => board.Chips.Skip(1).Select(static chip => chip.Location)).Where(static chip => chip.Y > 1).Take(count).OrderBy(static chip => chip.X).ThenBy(static chip => chip.Y)];
        foreach (ChipLocation chip in dead)
            rack.Machine.KillMonitor(chip);

        return dead;
    }

    private static Task<SimulatedRack> StartAsync(CancellationToken token) =>
        SimulatedRack.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), ServiceTime = ServiceTime.Hardware }, token);

    private static async Task<(TimeSpan Time, ChipLocation[] Failed)> ReadAllAsync(SimulatedRack rack, Transceiver transceiver, CancellationToken token)
    {
        TimeSpan start = rack.World.Time.Elapsed;
        SpinnakerException? error = await FailureOfAsync(rack, transceiver.Routing.GetDiagnosticsAsync(chips: null, token), token);
        TimeSpan time = rack.World.Time.Elapsed - start;
        await TestContext.Out.WriteLineAsync($"{time}: {error?.Message}");
        return (time, [.. ((error as MachineOperationException)?.Failures ?? []).Select(static failure => failure.Core.Chip).OrderBy(static chip => chip.X).ThenBy(static chip => chip.Y)]);
    }

    private static async Task<SpinnakerException?> FailureOfAsync(SimulatedRack rack, Task task, CancellationToken token)
    {
        try
        {
            await rack.RunAsync(task, token);
            return null;
        }
        catch (SpinnakerException exception)
        {
            return exception;
        }
    }
}
