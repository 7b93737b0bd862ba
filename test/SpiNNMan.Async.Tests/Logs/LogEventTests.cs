using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Logs;

/// <summary>The log tells an operator what happens.</summary>
[TestFixture]
internal sealed class LogEventTests
{
    private static readonly ChipLocation s_chip = new(0, 0);
    private static readonly CoreLocation s_core = new(0, 0, 0);
    private static readonly CoreLocation[] s_cores = [new(0, 0, 1), new(1, 1, 2)];

    [Test]
    public async Task Opening_and_closing_are_told_step_by_step()
    {
        var log = new KeptLog(LogLevel.Trace);
        await using (await OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, log))
        {
        }

        string[] names = [.. log.Said.Select(static entry => entry.Event.Name!)];
        Assert.That(names, Is.SupersetOf(new[] { "ConnectionOpened", "Step", "Discovering", "Discovered", "Opened", "Closing", "ConnectionClosed", "Closed" }));
        Assert.That(Array.IndexOf(names, "Opened"), Is.GreaterThan(Array.IndexOf(names, "Discovered")));
        Assert.That(log.Said.Select(static entry => entry.Text), Has.Some.Contains("1 boards and 4 chips"));
        Assert.That(log.Said.Where(static entry => entry.Level >= LogLevel.Warning), Is.Empty);
    }

    [Test]
    public async Task Retransmissions_are_told_once_a_second_with_the_number_of_the_others()
    {
        var log = new KeptLog(LogLevel.Debug);
        await using SimulatedMachine machine = await OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, log);
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;
        long before = Resent(machine);

        TimeSpan start = machine.World.Time.Elapsed;
        await machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(s_chip, 0x60300000, new byte[400_000]));

        int told = log.Said.Count(static entry => string.Equals(entry.Event.Name, "Retransmission", StringComparison.Ordinal));
        long resent = Resent(machine) - before;
        TimeSpan took = machine.World.Time.Elapsed - start;
        Assert.That(resent, Is.GreaterThan(20));
        Assert.That(told, Is.InRange(1, (int)took.TotalSeconds + 2));
    }

    [Test]
    public async Task A_board_that_falls_silent_is_told_and_so_is_its_return()
    {
        var log = new KeptLog(LogLevel.Debug);
        await using SimulatedMachine machine = await OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, log);
        VirtualBoard board = machine.BoardOf(s_chip);

        machine.World.Time.Advance(TimeSpan.FromSeconds(1));
        board.IsMute = true;
        Assert.That(async () => await machine.DoAsync(() => machine.Transceiver.Connections[0].ReadWordAsync(s_core, 0x60300000).AsTask()), Throws.InstanceOf<SpinnakerTimeoutException>());
        Assert.That(string.Join(' ', Names(log)), Does.Contain("GivenUp").And.Contain("PeerSilent").And.Not.Contain("PeerBack"));

        board.IsMute = false;
        await machine.FinishAsync(machine.Transceiver.Connections[0].ReadWordAsync(s_core, 0x60300000));
        Assert.That(string.Join(' ', Names(log)), Does.Contain("PeerBack"));
    }

    [Test]
    public async Task Sessions_are_told_from_loading_to_cleaning_up()
    {
        var log = new KeptLog(LogLevel.Debug);
        await using SimulatedMachine machine = await OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, log);

        ApplicationSession session = await machine.DoAsync(() => machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("idle"), s_cores));
        await machine.FinishAsync(session.DisposeAsync());

        Assert.That(
            log.Said.Select(static entry => entry.Event.Name).Where(static name => name is "SessionBegins" or "Loaded" or "SessionEnded"),
            Is.EqualTo(new[] { "SessionBegins", "Loaded", "SessionEnded" }));
        Assert.That(log.Said.Select(static entry => entry.Event.Name), Has.Some.EqualTo("SignalSent"));
    }

    [Test]
    public async Task Switching_boards_is_told()
    {
        var log = new KeptLog();
        await using SimulatedMachine machine = await OpenAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, BmpAddress = IPAddress.Parse("10.0.0.9") },
            log,
            static options => options with { Bmps = [new BmpConnectionData("10.0.0.9", [0])], Power = new BmpControllerOptions { MinimumOffTime = TimeSpan.FromSeconds(3) } });

        await machine.DoAsync(() => machine.Transceiver.Boards.PowerCycleAsync());

        Assert.That(
            log.Said.Select(static entry => entry.Event.Name).Where(static name => name is "BmpConnected" or "Switching" or "Switched" or "WaitingForRest"),
            Is.EqualTo(new[] { "BmpConnected", "Switching", "Switched", "WaitingForRest", "Switching", "Switched" }));
    }

    [Test]
    public async Task A_log_that_is_off_is_never_called()
    {
        var log = new KeptLog(LogLevel.None);
        await using (SimulatedMachine machine = await OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, log))
        {
            machine.Virtual.Faults = SimulatedMachine.BadNetwork;
            await machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(s_chip, 0x60300000, new byte[20_000]));
        }

        Assert.That(log.Said, Is.Empty);
    }

    [Test]
    public void An_event_passes_once_in_an_interval()
    {
        var time = new FakeTimeProvider();
        LogThrottle throttle = default;

        Assert.That((throttle.TryPass(time, out long leftOut), leftOut), Is.EqualTo((true, 0)));
        Assert.That((throttle.TryPass(time, out _), throttle.TryPass(time, out _)), Is.EqualTo((false, false)));
        time.Advance(LogThrottle.Interval);
        Assert.That((throttle.TryPass(time, out leftOut), leftOut), Is.EqualTo((true, 2)));
        time.Advance(LogThrottle.Interval);
        Assert.That((throttle.TryPass(time, out leftOut), leftOut), Is.EqualTo((true, 0)));
    }

    private static Task<SimulatedMachine> OpenAsync(VirtualMachineOptions options, KeptLog log, Func<TransceiverOptions, TransceiverOptions>? change = null) => SimulatedMachine.OpenAsync(
        options,
        TestContext.CurrentContext.CancellationToken,
        with => (change ?? (static same => same))(with with { Connection = with.Connection with { LoggerFactory = log } }));

    private static IEnumerable<string?> Names(KeptLog log) => log.Said.Select(static entry => entry.Event.Name);

    private static long Resent(SimulatedMachine machine) =>
        machine.Transceiver.Connections[0].Statistics is var counts ? counts.ResentAfterTimeout + counts.ResentWhenOvertaken + counts.ResentToTryAgain : 0;
}
