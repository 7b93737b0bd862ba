using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;
using LinkFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests;

/// <summary>On a simulated clock everything public takes the time that it takes, and happens in the same order each time.</summary>
internal sealed class SimulatedRunTests
{
    private const int Rounds = 6;

    private static readonly IPAddress s_address = IPAddress.Parse("10.0.0.1");

    [Test, CancelAfter(60_000)]
    public async Task Rounds_take_as_long_with_a_machine_as_with_a_connection(CancellationToken cancellationToken)
    {
        (_, TimeSpan[] machine, TimeSpan opening) = await RunAsync(opensMachine: true, cancellationToken);
        (_, TimeSpan[] connection, _) = await RunAsync(opensMachine: false, cancellationToken);

        Assert.That(machine, Is.EqualTo(connection));
        Assert.That(opening, Is.LessThan(TimeSpan.FromMilliseconds(200)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Two_runs_are_the_same_datagram_for_datagram([Values] bool opensMachine, CancellationToken cancellationToken)
    {
        (string first, _, _) = await RunAsync(opensMachine, cancellationToken, lossy: true);
        (string second, _, _) = await RunAsync(opensMachine, cancellationToken, lossy: true);

        Assert.That(first, Is.Not.Empty);
        Assert.That(second, Is.EqualTo(first));
    }

    private static Task<(string Trace, TimeSpan[] Rounds, TimeSpan Opening)> RunAsync(bool opensMachine, CancellationToken cancellationToken, bool lossy = false) =>
        Task.Run(() => RunWorldAsync(opensMachine, lossy, cancellationToken), cancellationToken);

    private static async Task<(string Trace, TimeSpan[] Rounds, TimeSpan Opening)> RunWorldAsync(bool opensMachine, bool lossy, CancellationToken cancellationToken)
    {
        var world = new SimulatedWorld();
        var link = new LinkFaults { Loss = 0.1, Duplication = 0.05, Reordering = 0.05 };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Board = BoardType.Spin3,
                BindAddress = s_address,
                UseTruePorts = true,
                Network = world.Network,
                TimeProvider = world.Time,
                Faults = lossy ? new FaultOptions { Ingress = link, Egress = link } : FaultOptions.None,
            },
            cancellationToken);
        var network = new TracingNetwork(world.Time, world.Network);
        ScampConnectionOptions options = world.Options with { Network = network };
        var board = new IPEndPoint(s_address, ScpMessage.Port);
        Transceiver? transceiver = null;
        ScampConnection connection;
        if (opensMachine)
        {
            transceiver = await world.Time.RunUntilAsync(Transceiver.OpenAsync(board, new TransceiverOptions { Connection = options }, cancellationToken), cancellationToken);
            connection = transceiver.GetConnection(new ChipLocation(0, 0));
        }
        else
        {
            connection = await world.Time.RunUntilAsync(ScampConnection.ConnectAsync(board, options, cancellationToken).AsTask(), cancellationToken);
        }

        TimeSpan opening = world.Time.Elapsed;
        var rounds = new TimeSpan[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan start = world.Time.Elapsed;
            await world.Time.RunUntilAsync(RoundAsync(connection, transceiver, lossy, cancellationToken), cancellationToken);
            rounds[round] = world.Time.Elapsed - start;
        }

        await world.Time.RunUntilAsync((transceiver is null ? connection.DisposeAsync() : transceiver.DisposeAsync()).AsTask(), cancellationToken);
        return (network.Trace, rounds, opening);
    }

    private static async Task RoundAsync(ScampConnection connection, Transceiver? transceiver, bool lossy, CancellationToken cancellationToken)
    {
        for (int read = 0; read < 5; read++)
            await connection.ReadMemoryAsync(new CoreLocation(0, 0, 0), 0x6000_0000, 1000, cancellationToken).ConfigureAwait(false);

        if (transceiver is null || !lossy)
            return;

        await transceiver.Applications.GetCoreInfosAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await transceiver.Iobuf.GetAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
