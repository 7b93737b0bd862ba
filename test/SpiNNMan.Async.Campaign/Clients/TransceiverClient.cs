using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>A user with a whole machine.</summary>
internal sealed class TransceiverClient(World world)
{
    private static readonly TimeSpan s_cleanUp = TimeSpan.FromSeconds(30);

    public async Task RunAsync()
    {
        Connections.ScampConnectionOptions connection = OptionMaker.Make(world);
        bool resolverThrows = OptionMaker.Has(world, OptionKind.ResolverThrows);
        int resolved = 0;
        var options = new TransceiverOptions
        {
            Connection = connection,
            BoardEndPoint = address => resolverThrows && resolved++ % 2 == 0 ? throw new UserException("The user's resolver failed.") : new(address, ScpMessage.Port),
        };
        TimeSpan start = world.Now;
        var terms = new CallTerms { MayRefuseArguments = true, MayThrowUsers = resolverThrows };
        CallOutcome<Transceiver> opened = await world.Calls.MakeAsync("OpenAsync", terms, null, token => Transceiver.OpenAsync(world.Board, options, token));
        if (!opened.IsOk)
            return;

        Transceiver transceiver = opened.Value!;
        CheckMachine("OpenAsync", start, transceiver.Machine);
        Task? closing = null;
        world.OnDisposal = () => closing = transceiver.DisposeAsync().AsTask();
        var leftovers = new Leftovers(world);
        var steps = new TransceiverSteps(world, transceiver, leftovers);
        await Task.WhenAll(world.Plan.Steps.GroupBy(static step => step.Caller).Select(steps.RunCallerAsync));
        await Healing.WaitAsync(world);
        await ProbeAsync(transceiver);
        foreach (Connections.ScampConnection one in transceiver.Connections)
        {
            if (one.Statistics is { InFlight: > 0 } or { Queued: > 0 })
                world.Report(new Finding(FindingKind.Leak, "window places", $"{one.Statistics.InFlight} in flight and {one.Statistics.Queued} waiting, though nobody waits for them"));
        }

        await world.Calls.MakeAsync("Transceiver.DisposeAsync", new CallTerms { Promise = s_cleanUp }, null, _ => transceiver.DisposeAsync().AsTask());
        if (closing is not null)
            await closing;

        await leftovers.CheckAsync();
        foreach (Connections.ScampConnection one in transceiver.Connections)
        {
            if (one.OutstandingBuffers > 0)
                world.Report(new Finding(FindingKind.Leak, "buffers", $"{one.OutstandingBuffers} are not given back, though nobody has them"));
        }
    }

    /// <summary>A machine without chips is none, and the whole one is there if nothing hides it.</summary>
    public void CheckMachine(string name, TimeSpan start, Machine machine)
    {
        int there = world.Machine.Boards.Sum(static board => board.Chips.Count);
        if (machine.Chips.Count == 0)
            world.Report(new Finding(FindingKind.Nonsense, name, "a machine without chips"));
        else if (machine.Chips.Count != there && world.IsUndisturbedSince(start))
            world.Report(new Finding(FindingKind.Nonsense, name, $"{machine.Chips.Count} chips of {there}"));
    }

    private async Task ProbeAsync(Transceiver transceiver)
    {
        for (int probe = 0; probe < 10 && !world.IsDisposing; probe++)
        {
            ChipLocation chip = transceiver.Machine.Chips.Count > 0 ? transceiver.Machine.Chips[probe % transceiver.Machine.Chips.Count].Location : new ChipLocation(0, 0);
            await world.Calls.MakeAsync("probing read", CallTerms.Open, null, async token => await transceiver.Memory.ReadAsync(new CoreLocation(chip, 0), Patterns.Start, 100, token));
        }
    }
}
