using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>A user who listens for live data: sets a tag of the board for itself, and receives what comes by it.</summary>
internal sealed class LiveTagClient(World world)
{
    private const int Messages = 20;

    private static readonly ChipLocation s_chip = new(0, 0);

    public async Task RunAsync()
    {
        await Task.WhenAll(world.Plan.Steps.GroupBy(static step => step.Caller).Select(RunCallerAsync));
        await Healing.WaitAsync(world);
        if (!world.IsDisposing)
            await ListenAsync(new Random(world.Plan.Seed), tag: 7, cancelAfter: null);
    }

    private async Task RunCallerAsync(IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
        {
            if (step.Think > TimeSpan.Zero)
                await Task.Delay(step.Think, world.Client);

            await ListenAsync(new Random(step.Seed), (byte)(1 + step.Caller), step.CancelAfter);
        }
    }

    private async Task ListenAsync(Random random, byte tag, TimeSpan? cancelAfter)
    {
        var options = new ConnectionOptions { Network = world.Network, TimeProvider = world.Client, RunContinuationsAsynchronously = OptionMaker.Has(world, OptionKind.ContinuationsElsewhere) };
        CallOutcome<EieioConnection> opened = await world.Calls.MakeAsync("ListenAsync", CallTerms.Open, null, async token => await EieioConnection.ListenAsync(options: options, cancellationToken: token));
        if (!opened.IsOk)
            return;

        EieioConnection connection = opened.Value!;
        CallOutcome<bool> set = await world.Calls.MakeAsync(
            "SetIPTagAsync", CallTerms.Open, cancelAfter, async token => await connection.SetIPTagAsync(tag, world.Board, s_chip, cancellationToken: token));
        if (set.IsOk)
            await ReceiveAsync(connection, random, tag, cancelAfter);

        await world.Calls.MakeAsync("DisposeAsync", new CallTerms { Promise = TimeSpan.FromSeconds(2) }, null, _ => connection.DisposeAsync().AsTask());
        if (connection.OutstandingBuffers > 0)
            world.Report(new Finding(FindingKind.Leak, "buffers of a listener", $"{connection.OutstandingBuffers} are not given back"));
    }

    private async Task ReceiveAsync(EieioConnection connection, Random random, byte tag, TimeSpan? cancelAfter)
    {
        if (!world.HasMachine)
            return;

        world.Machine.Run(new CoreLocation(s_chip, (byte)(tag + 1)), new SpikeStreamApplication { Tag = tag, Count = Messages, Interval = TimeSpan.FromMilliseconds(random.Next(1, 200)), Keys = [tag] });
        for (int message = 0; message < Messages; message++)
        {
            TimeSpan start = world.Now;
            CallOutcome<EieioMessage> received = await world.Calls.MakeAsync(
                "ReceiveEieioMessageAsync", new CallTerms { Promise = TimeSpan.FromSeconds(1), MayFail = message > 0 }, cancelAfter,
                async token => await connection.ReceiveEieioMessageAsync(TimeSpan.FromSeconds(1), token));
            if (!received.IsOk && world.IsUndisturbedSince(start))
                return;
        }
    }
}
