using System.Net;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.AotSmoke;

/// <summary>Events into a virtual machine and out of it, by a database that was written and read again, with both sides of the notification protocol.</summary>
internal static class LiveData
{
    private const string Label = "input";
    private const uint FirstKey = 0x70000;

    private static readonly CoreLocation s_injector = new(1, 1, 1);
    private static readonly CoreLocation s_gatherer = new(0, 0, 1);

    /// <summary>Whether the events that come out are those that went in.</summary>
    public static async Task<bool> WorksAsync(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(cancellationToken);
        string path = Path.Combine(Path.GetTempPath(), $"spinnman-{Guid.NewGuid():N}.sqlite3");
        try
        {
            await Describe(machine.Boards[0].EndPoint.Address).WriteAsync(path, cancellationToken);
            return await RunAsync(machine, path, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<bool> RunAsync(VirtualMachine machine, string path, CancellationToken cancellationToken)
    {
        int[] atoms = [1, 5, 99];
        var options = new LiveOptions { Port = 0, LocateBoard = _ => machine.Boards[0].EndPoint, GivesTagsBack = true };
        await using LiveConnection live = await LiveConnection.ListenAsync(options, cancellationToken);
        await using var tool = new NotificationServer();
        await tool.RegisterAsync("live", new IPEndPoint(IPAddress.Loopback, live.Port), cancellationToken: cancellationToken);
        await tool.AnnounceAsync(path, cancellationToken);
        await tool.StartAsync(cancellationToken);
        await foreach (LiveRun run in live.RunsAsync(cancellationToken))
        {
            await using SpikeReader spikes = run.SpikesAsync(Label, cancellationToken: cancellationToken);
            await run.SendAsync(Label, atoms, cancellationToken);
            int[] received = await spikes.Take(atoms.Length).Select(static spike => spike.Atom).ToArrayAsync(cancellationToken);
            await tool.StopAsync(cancellationToken);
            RunReport report = await run.Completion.WaitAsync(cancellationToken);
            Console.WriteLine($"atoms {string.Join(", ", received)} of '{Label}' came back; {report}");
            return received.SequenceEqual(atoms) && report.Received.Events == atoms.Length;
        }

        return false;
    }

    private static Task<VirtualMachine> StartAsync(CancellationToken cancellationToken) => VirtualMachine.StartAsync(
        new VirtualMachineOptions
        {
            Board = BoardType.Spin3,
            Placements =
            [
                new(s_injector, static () => new LiveInjectorApplication { RunsAtOnce = true, Settings = new LiveInjectorSettings { KeyPrefix = FirstKey, Key = FirstKey, ChecksKeys = true } }),
                new(s_gatherer, static () => new LiveGathererApplication { RunsAtOnce = true }),
            ],
            Routes = [new PacketRoute(FirstKey, 0xFFFF0000, s_injector.Chip, [s_gatherer])],
        },
        cancellationToken);

    private static RunDatabase Describe(IPAddress board)
    {
        var ethernet = new ChipLocation(0, 0);
        var gatherer = new Gatherer(Gatherer.UsualLabel, Tag: 1, board) { Core = s_gatherer };
        return new RunDatabase
        {
            Chips = [new DatabaseChip(ethernet, ethernet, board), new DatabaseChip(s_injector.Chip, ethernet)],
            Populations = [new Population(Label) { Parts = [new PopulationPart(s_injector, [new KeyRange(FirstKey, 0, 100)])], Gatherers = [gatherer] }],
            Gatherers = [gatherer],
        };
    }
}
