using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>A part of a machine dies after the machine was opened. Commands show the data of the other parts, and then name what failed.</summary>
[Platform(Include = "Linux", Reason = "Every address of 127.0.0.0/8 is this computer's there.")]
internal sealed class PartialMachineTests
{
    private static readonly CoreLocation s_good = new(0, 0, 1);
    private static readonly CoreLocation s_dead = new(1, 1, 1);

    [CancelAfter(60_000)]
    [TestCase("ps", "printer")]
    [TestCase("ps --summary", "printer")]
    [TestCase("ps --all --json", "\"state\":\"running\"")]
    [TestCase("iobuf", "0,0,1: here")]
    [TestCase("routes --app 40", "0x00001234")]
    [TestCase("counters", "DroppedMulticast")]
    public async Task What_a_chip_that_dies_leaves_is_shown(string command, string shown, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await PrepareAsync(machine, cancellationToken);
        await using Relay relay = RelayThatKills(machine);

        string[] words = command.Split(' ');
        CommandRun run = await CommandRun.OfAsync([words[0], relay.Host, .. words[1..]]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Out, Does.Contain(shown));
        Assert.That(run.Error, Does.Match(@"failed on (1|16) of \d+: on 1,1\D"));
    }

    [Test, CancelAfter(60_000)]
    public async Task An_application_is_stopped_where_chips_answer(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await PrepareAsync(machine, cancellationToken);
        await using Relay relay = RelayThatKills(machine);

        CommandRun run = await CommandRun.OfAsync("stop", relay.Host, "40");

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Match(@"failed on 1 of \d+: on 1,1:"));
        Assert.That(machine.Boards[0].TakeSnapshot().Chips.Single(static chip => chip.Location == s_good.Chip).Cores[s_good.Core], Is.EqualTo(CoreState.Idle));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_a_board_that_loses_its_power_leaves_is_listed(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), BindAddress = IPAddress.Parse(host), UseTruePorts = true, AnnouncementTargets = [] }, cancellationToken);
        machine.Run(s_good, new PrinterApplication(), 40);
        machine.Run(new CoreLocation(9, 5, 1), new PrinterApplication(), 40);
        VirtualBoard dying = machine.Boards.Single(static board => board.Location == new ChipLocation(8, 4));
        await using BmpController bmp = await BmpController.ConnectAsync(
            [new BmpConnectionData($"{machine.Bmp.EndPoint.Address}", [dying.Number], Port: machine.Bmp.EndPoint.Port)],
            new BmpControllerOptions { AfterPowerOn = TimeSpan.Zero },
            cancellationToken);
        await using var relay = new Relay(machine.Boards[0].EndPoint, () => bmp.PowerOffAsync(cancellationToken));

        CommandRun run = await CommandRun.OfAsync("ps", relay.Host, "--json");

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("x").GetInt32()), Does.Contain(0));

        // Some chips of the board may have answered before it died. The first of the others was asked in vain, or its turn had not come.
        Assert.That(run.Error, Does.Match(@"failed on \d+ of \d+: on .*(No reply|answered nothing)").And.Contain(host[..^1]));
    }

    /// <summary>Kills a chip as soon as the machine has been opened.</summary>
    private static Relay RelayThatKills(VirtualMachine machine) => new(machine.Boards[0].EndPoint, () =>
    {
        machine.KillMonitor(s_dead.Chip);
        return Task.CompletedTask;
    });

    private static async Task PrepareAsync(VirtualMachine machine, CancellationToken cancellationToken)
    {
        foreach (CoreLocation core in new[] { s_good, s_dead })
            machine.Run(core, new HelloThenRun(), 40);

        machine.WriteMemory(s_good.Chip, MemoryMap.RouterCounters + (4 * (uint)RouterRegister.DroppedMulticast), [5, 0, 0, 0]);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken: cancellationToken);
        await transceiver.Routing.LoadAsync(s_good.Chip, [new MulticastRoute(0x1234, 0xFFFFFFF0, new Route([1, 2], [3]))], 40, cancellationToken);
    }

    /// <summary>A program that prints a line and runs on.</summary>
    private sealed class HelloThenRun : IVirtualCoreApplication
    {
        public string Name => "printer";

        public void OnStart(IVirtualCore core) => core.Print("here\n");

        public void OnMessage(IVirtualCore core, in Wire.Sdp.SdpMessage message)
        {
        }
    }
}
