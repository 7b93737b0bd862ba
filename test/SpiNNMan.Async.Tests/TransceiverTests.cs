using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests;

/// <summary>Whole virtual machines, opened and closed.</summary>
internal sealed class TransceiverTests
{
    [Test, CancelAfter(20_000)]
    public async Task Opens_a_machine_of_many_boards_and_connects_to_each(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), BindAddress = IPAddress.Parse("127.0.7.1") }, cancellationToken);
        await using Transceiver transceiver = await OpenAsync(machine, cancellationToken);

        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(144));
        Assert.That(transceiver.Connections.Select(static connection => connection.Chip), Is.EquivalentTo(transceiver.Machine.EthernetChips.Select(static chip => chip.Location)));
        Assert.That(transceiver.GetConnection(new ChipLocation(9, 5)).Chip, Is.EqualTo(new ChipLocation(8, 4)));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_that_falls_silent_fails_its_own_items_only(CancellationToken cancellationToken)
    {
        var world = new SimulatedWorld();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Triads = new TriadArrangement(1, 1),
                BindAddress = IPAddress.Parse("10.0.0.1"),
                UseTruePorts = true,
                Network = world.Network,
                TimeProvider = world.Time,
            },
            cancellationToken);
        var options = new TransceiverOptions { Connection = world.Options };
        await using Transceiver transceiver = await world.Time.RunUntilAsync(Transceiver.OpenAsync(new IPEndPoint(IPAddress.Parse("10.0.0.1"), ScpMessage.Port), options, cancellationToken), cancellationToken);
        var mute = new ChipLocation(4, 8);
        machine.Boards.Single(board => board.EndPoint.Address.Equals(transceiver.GetConnection(mute).RemoteIPAddress)).IsMute = true;

        var connections = new MachineConnections(transceiver.Machine, transceiver.Version.Version, transceiver.Connections[0], transceiver.Connections.Skip(1));
        FanOutResult<VersionInfo> versions = await world.Time.RunUntilAsync(FanOut.RunAsync(
            connections,
            transceiver.Machine.Chips,
            static chip => chip.Location,
            static (connection, chip, token) => connection.GetVersionAsync(chip.Location, token).AsTask(),
            cancellationToken: cancellationToken), cancellationToken);

        Assert.That(versions.Failures.Select(failure => transceiver.Machine[failure.Core.Chip].NearestEthernet).Distinct(), Is.EqualTo(new[] { mute }));
        Assert.That(versions.Failures, Has.Count.EqualTo(48));
        Assert.That(versions.Failures.Select(static failure => (failure.Error.GetType(), failure.Error.Message)), Is.Unique.And.All.Matches<(Type Type, string)>(static one => one.Type == typeof(SpinnakerTimeoutException)), "each chip has its own");
        Assert.That(versions.Values.Select(static version => version.Core.Chip), Is.EqualTo(transceiver.Machine.Chips.Where(chip => chip.NearestEthernet != mute).Select(static chip => chip.Location)));
        Assert.That(() => versions.ThrowIfFailed("asking for versions"), Throws.InstanceOf<MachineOperationException>().With.Message.Contains("failed on 48 of 144"));
    }

    private static Task<Transceiver> OpenAsync(VirtualMachine machine, CancellationToken cancellationToken) =>
        Transceiver.OpenAsync(machine.Boards[0].EndPoint, new TransceiverOptions { BoardEndPoint = machine.GetBoardEndPoint }, cancellationToken);
}
