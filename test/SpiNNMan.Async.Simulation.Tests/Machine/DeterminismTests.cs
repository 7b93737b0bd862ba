using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Machine;

/// <summary>On a simulated clock and network, a run with the same seed is the same run.</summary>
internal sealed class DeterminismTests
{
    private const int Requests = 200;

    [Test]
    public async Task The_same_seed_gives_the_same_replies([Values(1ul, 2ul)] ulong seed)
    {
        IReadOnlyList<string> first = await RunAsync(seed);
        IReadOnlyList<string> second = await RunAsync(seed);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(first, Has.Count.InRange(Requests / 2, Requests * 2));
    }

    [Test]
    public async Task Another_seed_gives_others() =>
        Assert.That(await RunAsync(2), Is.Not.EqualTo(await RunAsync(1)));

    private static async Task<IReadOnlyList<string>> RunAsync(ulong seed)
    {
        var time = new SimulatedTime();
        var network = new InMemoryNetwork(time);
        var faults = new LinkFaults { Loss = 0.1, Duplication = 0.1, Reordering = 0.1, Corruption = 0.05, Delay = TimeSpan.FromMicroseconds(100), Jitter = TimeSpan.FromMilliseconds(1) };
        var received = new List<string>();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions
        {
            Seed = seed,
            TimeProvider = time,
            Network = network,
            ServiceTime = ServiceTime.Hardware,
            Faults = new FaultOptions { Ingress = faults, Egress = faults },
        });
        IDatagramSocket client = network.Open(new IPEndPoint(IPAddress.Loopback, 0), machine.Boards[0].EndPoint);
        Task collector = CollectAsync(client, received, time);
        for (int i = 0; i < Requests; i++)
        {
            client.Send(Scp.Version(sequence: i));
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        await client.DisposeAsync();
        await collector;
        return received;
    }

    private static async Task CollectAsync(IDatagramSocket socket, List<string> received, SimulatedTime time)
    {
        // Without a context to go back to, it goes on within the step of the clock.
        var buffer = new byte[512];
        try
        {
            while (true)
            {
                ReceivedLength datagram = await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                received.Add($"{time.Elapsed}: {Convert.ToHexStringLower(buffer.AsSpan(0, datagram.Length))}");
            }
        }
        catch (SpinnakerConnectionClosedException)
        {
            // The run is over.
        }
    }
}
