using System.Net;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Live.Spif;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Live.Tests.Support;

/// <summary>One of everything that can be disposed of, and the parts of a run that end with it, in use with a virtual board on loopback.</summary>
internal sealed class EveryLiveDisposable : IEveryDisposable
{
    private readonly VirtualMachine _machine;
    private readonly List<object> _all = [];

    private EveryLiveDisposable(VirtualMachine machine) => _machine = machine;

    public IReadOnlyList<object> All => _all;

    public static async Task<EveryLiveDisposable> OpenAsync(CancellationToken token)
    {
        VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, token);
        var every = new EveryLiveDisposable(machine);
        var options = new LiveOptions { Port = 0, LocateBoard = _ => machine.Boards[0].EndPoint, ReadsMachineCounts = false };
        RunDatabase database = LiveLoop.Database;
        LiveRun run = await LiveConnection.FromDatabaseAsync(database, options, token);
        every._all.AddRange([run.BatchesAsync(cancellationToken: token), run.SpikesAsync(cancellationToken: token), run, run.Control, run.Send("input")]);
        every._all.Add(await LiveConnection.ListenAsync(options with { Labels = [] }, token));
        every._all.Add(await SpifConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, 9), database, cancellationToken: token));
        every._all.Add(new NotificationServer());
        return every;
    }

    /// <summary>Ends everything, the machine last.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (object one in _all.Append(_machine))
        {
            if (one is IAsyncDisposable later)
                await later.DisposeAsync();
        }
    }
}
