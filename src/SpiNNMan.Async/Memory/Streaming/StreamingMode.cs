using System.Collections.Concurrent;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Sets the routers of some boards so that no packet is dropped while data flow, and gives them their settings back.</summary>
/// <remarks>Protocol: streaming.md, "Entering and leaving".</remarks>
internal sealed class StreamingMode(MachineConnections connections, ExtraMonitors monitors, StreamedChips chips)
{
    private readonly ConcurrentDictionary<ChipLocation, Remembered> _before = [];

    /// <summary>Enters it. What cannot be set on a chip leaves the chip out.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        FanOutResult<ChipLocation> remembered = await EachChip.TryAsync(connections, Served(), RememberAsync, cancellationToken).ConfigureAwait(false);
        LeaveOut(remembered.Failures);
        await SetAsync(static core => [MonitorRequest.LoadSystemRoutes(core), MonitorRequest.SetPackets(core, ReinjectedPackets.None)], cancellationToken).ConfigureAwait(false);
        CoreLocation[] gatherers = [.. chips.Boards.Where(static board => board.Failure is null).Select(static board => board.Gatherer)];
        await TellAsync(
            gatherers,
            static core => [MonitorRequest.ClearQueue(core), MonitorRequest.SetSecondTimeout(core, RouterTimeout.Short), MonitorRequest.SetFirstTimeout(core, RouterTimeout.Long)],
            cancellationToken,
            deadline: default).ConfigureAwait(false);

        // Gatherers tell monitors by packets, which are not acknowledged.
        FanOutResult<(ChipLocation Chip, ReinjectionStatus Status)> there = await monitors.TryGetStatusAsync(Served(), cancellationToken).ConfigureAwait(false);
        LeaveOut(there.Failures);
        ChipLocation[] deaf = [.. there.Values.Where(static one => !one.Status.IsStreaming).Select(static one => one.Chip)];
        LeaveOut(await monitors.TryAsync(
            deaf, static core => [MonitorRequest.SetSecondTimeout(core, RouterTimeout.Short), MonitorRequest.SetFirstTimeout(core, RouterTimeout.Long)], cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Leaves it: gives all chips what they had, whatever happened, and looks whether they have it. No board waits for another.</summary>
    /// <param name="deadline">When it is cancelled, chips that are not done yet have failed.</param>
    /// <returns>The chips that could not be set.</returns>
    public async Task<IReadOnlyList<MachineFailure>> LeaveAsync(CancellationToken deadline)
    {
        IEnumerable<Task<IReadOnlyList<MachineFailure>>> boards = _before.Keys.GroupBy(chip => connections.Machine[chip].NearestEthernet).Select(board => LeaveAsync(board.Key, [.. board], deadline));
        return [.. (await Task.WhenAll(boards).ConfigureAwait(false)).SelectMany(static failures => failures)];
    }

    /// <summary>Has the gatherer tell all chips of its board at once, then sets each chip: one that did not get the packet has its settings, too.</summary>
    private async Task<IReadOnlyList<MachineFailure>> LeaveAsync(ChipLocation board, ChipLocation[] places, CancellationToken deadline)
    {
        CoreLocation[] gatherers = chips.BoardOf(board) is { Failure: null } stream ? [stream.Gatherer] : [];
        await TellAsync(gatherers, static core => [MonitorRequest.SetFirstTimeout(core, RouterTimeout.Usual), MonitorRequest.SetSecondTimeout(core, RouterTimeout.Zero)], default, deadline).ConfigureAwait(false);
        FanOutResult<ChipLocation> restored = await FanOut.RunAsync(connections, places, static chip => chip, (_, chip, stop) => RestoreAsync(chip, stop), deadline: deadline).ConfigureAwait(false);
        return restored.Failures;
    }

    private ChipLocation[] Served() => [.. monitors.Cores.Keys.Where(chip => chips.FindReason(chip) is null)];

    private void LeaveOut(IReadOnlyList<MachineFailure> failures)
    {
        foreach (MachineFailure failure in failures)
            chips.Note(failure.Core.Chip, $"its extra monitor does not answer: {failure.Error.Message}");
    }

    private async Task<ChipLocation> RememberAsync(ChipLocation chip, CancellationToken cancellationToken)
    {
        ScampConnection scamp = connections.For(chip);
        CoreLocation monitor = monitors.Cores[chip];
        ReinjectionStatus status = await scamp.ExecuteAsync<GetReinjectionStatus, ReinjectionStatus>(new GetReinjectionStatus(monitor), cancellationToken).ConfigureAwait(false);
        if (status.FirstTimeout == RouterTimeout.Long || await StreamingRepair.HasRoutesOfStreamsAsync(scamp, monitor, cancellationToken).ConfigureAwait(false))
        {
            // A program crashed here. The routes of the application are still kept by the monitor.
            _before[chip] = new Remembered(RouterTimeout.Usual, RouterTimeout.Zero, ReinjectedPackets.Multicast, Routes: null);
            return chip;
        }

        IReadOnlyList<(uint Route, uint Key, uint Mask)> routes = await RouteSample.ReadAsync(scamp, chip, cancellationToken).ConfigureAwait(false);
        _before[chip] = new Remembered(status.FirstTimeout, status.SecondTimeout, status.Packets, routes);
        return chip;
    }

    private async Task<ChipLocation> RestoreAsync(ChipLocation chip, CancellationToken cancellationToken)
    {
        ScampConnection scamp = connections.For(chip);
        CoreLocation monitor = monitors.Cores[chip];
        Remembered before = _before[chip];
        await DoAsync(MonitorRequest.SetFirstTimeout(monitor, before.First)).ConfigureAwait(false);
        await DoAsync(MonitorRequest.SetSecondTimeout(monitor, before.Second)).ConfigureAwait(false);
        await DoAsync(MonitorRequest.SetPackets(monitor, before.Packets)).ConfigureAwait(false);
        await DoAsync(MonitorRequest.LoadApplicationRoutes(monitor)).ConfigureAwait(false);
        ReinjectionStatus status = await scamp.ExecuteAsync<GetReinjectionStatus, ReinjectionStatus>(new GetReinjectionStatus(monitor), cancellationToken).ConfigureAwait(false);
        if ((status.FirstTimeout, status.SecondTimeout, status.Packets) != (before.First, before.Second, before.Packets))
            throw new StreamingException($"The router of {chip} did not get its settings back: its timeouts are {status.FirstTimeout} and {status.SecondTimeout}, and were {before.First} and {before.Second}.");

        if (before.Routes is { } routes && !routes.SequenceEqual(await RouteSample.ReadAsync(scamp, chip, cancellationToken).ConfigureAwait(false)))
            throw new StreamingException($"The router of {chip} did not get its {routes.Count} routes back: load the routes of the application again.");

        return chip;

        Task DoAsync(MonitorRequest request) => scamp.ExecuteAsync<MonitorRequest, Acknowledgement>(request, cancellationToken).AsTask();
    }

    private async Task SetAsync(Func<CoreLocation, MonitorRequest[]> requests, CancellationToken cancellationToken) =>
        LeaveOut(await monitors.TryAsync(Served(), requests, cancellationToken).ConfigureAwait(false));

    /// <summary>Has gatherers tell the monitors of their boards. A gatherer that does not answer is no error: monitors are asked afterwards.</summary>
    private async Task TellAsync(CoreLocation[] gatherers, Func<CoreLocation, MonitorRequest[]> requests, CancellationToken cancellationToken, CancellationToken deadline)
    {
        await FanOut.RunAsync(connections, gatherers, static core => core.Chip, SendAsync, cancellationToken: cancellationToken, deadline: deadline).ConfigureAwait(false);

        async Task<bool> SendAsync(ScampConnection scamp, CoreLocation core, CancellationToken stop)
        {
            foreach (MonitorRequest request in requests(core))
                await scamp.ExecuteAsync<MonitorRequest, Acknowledgement>(request, stop).ConfigureAwait(false);

            return true;
        }
    }

    private sealed record Remembered(RouterTimeout First, RouterTimeout Second, ReinjectedPackets Packets, IReadOnlyList<(uint Route, uint Key, uint Mask)>? Routes);
}
