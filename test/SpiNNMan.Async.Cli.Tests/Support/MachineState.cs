using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>The state in which a command left a virtual machine.</summary>
internal static class MachineState
{
    private const int RouterEntries = 1023;

    /// <summary>Cores that have an application.</summary>
    public static CoreLocation[] BusyCores(VirtualMachine machine)
    {
        return [.. machine.Boards.SelectMany(static board => board.Chips).SelectMany(chip => Enumerable.Range(1, chip.WorkingCores - 1).Select(core => new CoreLocation(chip.Location, (byte)core))).Where(IsBusy)];

        bool IsBusy(CoreLocation core)
        {
            var block = new byte[CoreInfo.Size];
            machine.ReadMemory(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core), block);
            return CoreInfo.TryParse(core, block, out CoreInfo info, out _) && (info.State != CoreState.Idle || info.ApplicationId != 0);
        }
    }

    /// <summary>Asserts that no core has an application, and that the first chip has no tag, no route, and as much free memory as an unused machine.</summary>
    public static async Task AssertIsCleanAsync(VirtualMachine machine, CancellationToken cancellationToken)
    {
        Assert.That(BusyCores(machine), Is.Empty);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, cancellationToken: cancellationToken);
        await using VirtualMachine fresh = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = machine.Options.Board, BindAddress = IPAddress.Loopback }, cancellationToken);
        await using ScampConnection other = await ScampConnection.ConnectAsync(fresh.Boards[0].EndPoint, cancellationToken: cancellationToken);
        var chip = new ChipLocation(0, 0);
        Assert.That(await scamp.ExecuteAsync(new SdramGetSpace(chip), cancellationToken), Is.EqualTo(await other.ExecuteAsync(new SdramGetSpace(chip), cancellationToken)));
        Assert.That((await scamp.GetChipInfoAsync(chip, cancellationToken)).FreeRouterEntries, Is.EqualTo(RouterEntries));
        for (byte tag = 0; tag < 8; tag++)
            Assert.That((await scamp.GetIPTagAsync(tag, cancellationToken)).IsInUse, Is.False, $"tag {tag}");
    }
}
