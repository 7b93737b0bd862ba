using System.Net;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Live.Tests.Documentation;

/// <summary>The programs of the guide about spikes.</summary>
internal sealed class LiveSnippets
{
    [Test, CancelAfter(60_000)]
    public async Task Loop(CancellationToken cancellationToken)
    {
        // CODE_SECTION:live-machine:START
        var injector = new CoreLocation(1, 1, 1);
        var gatherer = new CoreLocation(0, 0, 1);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Board = BoardType.Spin3,
                Placements =
                [
                    new ProgramPlacement(injector, () => new LiveInjectorApplication { RunsAtOnce = true, Settings = new LiveInjectorSettings { KeyPrefix = 0x10000, Key = 0x10000 } }),
                    new ProgramPlacement(gatherer, () => new LiveGathererApplication { RunsAtOnce = true }),
                ],
                Routes = [new PacketRoute(Key: 0x10000, Mask: 0xFFFF0000, injector.Chip, [gatherer])],
            },
            cancellationToken);

        // CODE_SECTION:live-machine:END
        // CODE_SECTION:live-database:START
        IPEndPoint board = machine.Boards[0].EndPoint;
        var byTag1 = new Gatherer(Gatherer.UsualLabel, Tag: 1, board.Address) { Core = gatherer };
        var database = new RunDatabase
        {
            Chips =
            [
                new DatabaseChip(new ChipLocation(0, 0), NearestEthernet: new ChipLocation(0, 0), board.Address),
                new DatabaseChip(new ChipLocation(1, 1), NearestEthernet: new ChipLocation(0, 0)),
            ],
            Populations = [new Population("input") { Parts = [new PopulationPart(injector, [new KeyRange(FirstKey: 0x10000, FirstAtom: 0, Count: 100)])], Gatherers = [byTag1] }],
            Gatherers = [byTag1],
        };

        // CODE_SECTION:live-database:END
        // CODE_SECTION:live-loop:START
        await using LiveRun run = await LiveConnection.FromDatabaseAsync(database, new LiveOptions { LocateBoard = _ => board }, cancellationToken);
        SpikeReader spikes = run.SpikesAsync("input", cancellationToken: cancellationToken);
        await run.SendAsync("input", [1, 2, 3], cancellationToken);
        await foreach (Spike spike in spikes)
        {
            Console.WriteLine($"tick {spike.Tick}: atom {spike.Atom} of {run.Database.Populations[spike.Label].Label}");
            if (spike.Atom == 3)
                break;
        }

        // CODE_SECTION:live-loop:END
        // CODE_SECTION:live-report:START
        RunReport report = await run.EndAsync(cancellationToken);
        Console.WriteLine(report);
        Console.WriteLine($"{report.Received.Events} events, {report.Received.Dropped} dropped here, {report.Received.DatagramsDroppedBySystem} datagrams by the system");

        // CODE_SECTION:live-report:END
        Assert.That(report.Received.Events, Is.EqualTo(3));
    }

    [Test, CancelAfter(60_000)]
    public async Task Tool_chain(CancellationToken cancellationToken)
    {
        string databasePath = Samples.TemporaryPath();
        await new RunDatabase { Populations = [new Population("excitatory")] }.WriteAsync(databasePath, cancellationToken);
        await using LiveConnection listener = await LiveConnection.ListenAsync(new LiveOptions { Port = 0 }, cancellationToken);
        Task serving = ServeAsync(listener.Port, databasePath, cancellationToken);
        await ListenAsync(listener, cancellationToken);
        await serving;
    }

    private static async Task ListenAsync(LiveConnection live, CancellationToken cancellationToken)
    {
        // CODE_SECTION:live-listen:START
        await foreach (LiveRun run in live.RunsAsync(cancellationToken))
        {
            Console.WriteLine($"Run {run.Number}: {string.Join(", ", run.Database.Labels)}");
            await foreach (ReadOnlyMemory<Spike> datagram in run.BatchesAsync(cancellationToken: cancellationToken))
                Console.WriteLine($"{datagram.Length} events");

            Console.WriteLine(await run.Completion);
            break;
        }

        // CODE_SECTION:live-listen:END
    }

    private static async Task ServeAsync(int port, string databasePath, CancellationToken cancellationToken)
    {
        // CODE_SECTION:live-serve:START
        await using var server = new NotificationServer();
        await server.RegisterAsync("viewer", new IPEndPoint(IPAddress.Loopback, port), cancellationToken: cancellationToken);
        await server.AnnounceAsync(databasePath, cancellationToken);
        await server.StartAsync(cancellationToken);
        await server.StopAsync(cancellationToken);

        // CODE_SECTION:live-serve:END
    }
}
