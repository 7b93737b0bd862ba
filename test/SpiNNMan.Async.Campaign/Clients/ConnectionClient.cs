using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>A user with one connection and many callers.</summary>
internal sealed class ConnectionClient(World world)
{
    private const int Probes = 20;

    private static readonly TimeSpan s_prompt = TimeSpan.FromSeconds(2);

    public async Task RunAsync()
    {
        ScampConnectionOptions options = OptionMaker.Make(world);
        CallTerms opening = new() { MayRefuseArguments = true };
        CallOutcome<ScampConnection> opened = await world.Calls.MakeAsync("ConnectAsync", opening, null, async token => await ScampConnection.ConnectAsync(world.Board, options, token));
        if (!opened.IsOk)
            return;

        ScampConnection connection = opened.Value!;
        Task? closing = null;
        world.OnDisposal = () => closing = connection.DisposeAsync().AsTask();
        var steps = new ConnectionSteps(world, connection, options);
        await Task.WhenAll(world.Plan.Steps.GroupBy(static step => step.Caller).Select(steps.RunCallerAsync));
        await Healing.WaitAsync(world);
        await ProbeAsync(steps, connection);
        CheckWindow(connection);
        await world.Calls.MakeAsync("DisposeAsync", new CallTerms { Promise = s_prompt }, null, _ => connection.DisposeAsync().AsTask());
        if (closing is not null)
            await closing;

        // Messages that nobody received keep theirs until the connection is closed.
        if (connection.OutstandingBuffers > 0)
            world.Report(new Finding(FindingKind.Leak, "buffers", $"{connection.OutstandingBuffers} are not given back, though nobody has them"));
    }

    /// <summary>What is healthy again is served again.</summary>
    private async Task ProbeAsync(ConnectionSteps steps, ScampConnection connection)
    {
        for (int probe = 0; probe < Probes && !connection.IsClosed; probe++)
            await steps.ReadSmallAsync("probing read", new Random(probe), cancelAfter: null, s_prompt);
    }

    private void CheckWindow(ScampConnection connection)
    {
        Diagnostics.ConnectionStatistics statistics = connection.Statistics;
        if (statistics.InFlight > 0 || statistics.Queued > 0)
            world.Report(new Finding(FindingKind.Leak, "window places", $"{statistics.InFlight} in flight and {statistics.Queued} waiting, though nobody waits for them"));
    }
}
