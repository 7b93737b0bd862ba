using System.Net;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Scp.Requests;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Ctrl-C in the middle of what works with applications, to the program itself.</summary>
[Platform(Include = "Linux", Reason = "Signals are sent with Linux's own tools.")]
internal sealed class ApplicationSignalTests
{
    [TestCase("load", "INT")]
    [TestCase("run", "INT")]
    [TestCase("run", "TERM")]
    [CancelAfter(60_000)]
    public async Task A_signal_while_loading_leaves_nothing(string command, string signal, CancellationToken cancellationToken)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using VirtualMachine machine = await StartAsync(new ApplicationRule("app", () => Note(taken)), cancellationToken);
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("app.aplx"), VirtualApplicationImage.Create("app", 32768), cancellationToken);
        using var spinnman = SpinnmanProcess.Start(command, $"{machine.Boards[0].EndPoint}", directory.File("app.aplx"));
        await taken.Task.WaitAsync(cancellationToken);

        await spinnman.SignalAsync(signal, cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted), await spinnman.Error);
        await AssertIsCleanAsync(machine, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_signal_while_running_stops_the_application(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using VirtualMachine machine = await StartAsync(new ApplicationRule("app", () => new Watched(started)), cancellationToken);
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("app.aplx"), VirtualApplicationImage.Create("app"), cancellationToken);
        using var spinnman = SpinnmanProcess.Start("run", $"{machine.Boards[0].EndPoint}", directory.File("app.aplx"));
        await started.Task.WaitAsync(cancellationToken);

        await spinnman.SignalAsync("INT", cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted), await spinnman.Error);
        await AssertIsCleanAsync(machine, cancellationToken);
    }

    /// <summary>Cores that have an application.</summary>
    public static CoreLocation[] BusyCores(VirtualMachine machine)
    {
        return [.. machine.Boards.SelectMany(static board => board.Chips).SelectMany(chip => Enumerable.Range(1, chip.WorkingCores - 1).Select(core => new CoreLocation(chip.Location, (byte)core))).Where(IsBusy)];

        bool IsBusy(CoreLocation core)
        {
            var block = new byte[CpuInfo.Size];
            machine.ReadMemory(core.Chip, MemoryMap.GetCpuInfoAddress(core.Core), block);
            return CpuInfo.TryParse(core, block, out CpuInfo info, out _) && (info.State != CpuState.Idle || info.ApplicationId != 0);
        }
    }

    private static ValueTask<VirtualMachine> StartAsync(ApplicationRule rule, CancellationToken cancellationToken) =>
        VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin5, Applications = [rule], ServiceTime = ServiceTime.Hardware }, cancellationToken);

    private static PrinterApplication Note(TaskCompletionSource taken)
    {
        taken.TrySetResult();
        return new PrinterApplication();
    }

    private static async Task AssertIsCleanAsync(VirtualMachine machine, CancellationToken cancellationToken)
    {
        Assert.That(BusyCores(machine), Is.Empty);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, cancellationToken: cancellationToken);
        await using VirtualMachine fresh = await VirtualMachine.StartAsync(new VirtualMachineOptions { BindAddress = IPAddress.Loopback }, cancellationToken);
        await using ScampConnection other = await ScampConnection.ConnectAsync(fresh.Boards[0].EndPoint, cancellationToken: cancellationToken);
        var chip = new ChipLocation(0, 0);
        Assert.That(await scamp.ExecuteAsync(new SdramGetSpace(chip), cancellationToken), Is.EqualTo(await other.ExecuteAsync(new SdramGetSpace(chip), cancellationToken)));
    }

    private sealed class Watched(TaskCompletionSource started) : IVirtualCoreApplication
    {
        public string Name => "app";

        public void OnStart(IVirtualCore core) => started.TrySetResult();

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }
    }
}
