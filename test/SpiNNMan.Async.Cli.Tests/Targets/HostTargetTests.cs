using System.Net;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Targets;

internal sealed class HostTargetTests
{
    [Test, CancelAfter(20_000)]
    public async Task Opens_a_machine_of_many_boards_by_the_address_of_one(CancellationToken cancellationToken)
    {
        string host = LoopbackAddresses.Take();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), BindAddress = IPAddress.Parse(host), UseTruePorts = true }, cancellationToken);

        await using Transceiver transceiver = await new HostTarget(host, Port: null).OpenTransceiverAsync(cancellationToken);

        Assert.That((transceiver.Machine.Chips.Count, transceiver.Connections.Count), Is.EqualTo((144, 3)));
    }
}
