using System.Net;
using Laboratory;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>A program for spikes is short, and finds what it needs in few namespaces.</summary>
internal sealed class SpikeProgramTests
{
    [Test]
    public void It_uses_three_namespaces_at_the_most()
    {
        IEnumerable<string> used = File.ReadAllLines(Repository.PathTo("test", "SpiNNMan.Async.Tests", "Documentation", "SpikeProgram.cs"))
            .Where(static line => line.StartsWith("using ", StringComparison.Ordinal));

        Assert.That(used.Count(), Is.InRange(1, 3));
    }

    [Test, CancelAfter(60_000)]
    public async Task It_sees_the_spikes_of_a_core_and_its_own(CancellationToken cancellationToken)
    {
        var network = new InMemoryNetwork();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { BindAddress = IPAddress.Parse("10.0.0.1"), UseTruePorts = true, Network = network }, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new SpikeStreamApplication { Tag = 1, Keys = [7], Count = 1_000_000 });
        machine.Run(new CoreLocation(0, 0, 2), new EchoApplication { EieioTag = 1 });
        var connection = new ScampConnectionOptions { Network = network };

        IReadOnlyList<uint> seen = await SpikeProgram.RunAsync(new TransceiverOptions { Host = "10.0.0.1", Connection = connection }, new ConnectionOptions { Network = network }, cancellationToken);

        Assert.That(seen, Has.Member(7u).And.Member(0x70u));
    }
}
