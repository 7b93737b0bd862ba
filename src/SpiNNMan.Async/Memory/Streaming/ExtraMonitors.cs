using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>The extra monitors that run on a machine. They stream memory, and send dropped packets again; here is what they say of their routers, and how to set them.</summary>
/// <example><code>
/// ExtraMonitors monitors = await transceiver.Memory.FindExtraMonitorsAsync();
/// foreach ((ChipLocation chip, ReinjectionStatus status) in await monitors.GetStatusAsync())
///     Console.WriteLine($"{chip}: {status.Dropped} dropped, {status.Reinjected} sent again");
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Every method asks all boards at once. Protocol: streaming.md, "Reinjection".</remarks>
public class ExtraMonitors
{
    private readonly MachineConnections _connections = null!;

    internal ExtraMonitors(MachineConnections connections, FoundPrograms found)
    {
        _connections = connections;
        Found = found;
    }

    /// <summary>For tests that replace it by a double.</summary>
    protected ExtraMonitors() => Found = null!;

    /// <summary>The cores of the extra monitors that run, by chip.</summary>
    public virtual IReadOnlyDictionary<ChipLocation, CoreLocation> Cores => Found.Monitors;

    /// <summary>The cores of the packet gatherers that run, by the chip with the Ethernet.</summary>
    public virtual IReadOnlyDictionary<ChipLocation, CoreLocation> Gatherers => Found.Gatherers;

    /// <summary>Why chips have none that runs.</summary>
    public virtual IReadOnlyDictionary<ChipLocation, string> Unserved => Found.Unserved;

    internal FoundPrograms Found { get; }

    /// <summary>Asks for the timeouts of routers and the counts of packets that were dropped and sent again.</summary>
    /// <param name="chips">The chips. The default is all with an extra monitor.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">A chip has no extra monitor that runs.</exception>
    /// <exception cref="MachineOperationException{TResult}">Some did not answer. The error has the statuses of the others.</exception>
    public virtual async Task<IReadOnlyDictionary<ChipLocation, ReinjectionStatus>> GetStatusAsync(IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default)
    {
        FanOutResult<(ChipLocation Chip, ReinjectionStatus Status)> read = await TryGetStatusAsync(chips, cancellationToken).ConfigureAwait(false);
        return read.OrThrow<IReadOnlyDictionary<ChipLocation, ReinjectionStatus>>("asking extra monitors", static all => all.ToDictionary(static one => one.Chip, static one => one.Status));
    }

    /// <summary>Says which kinds of dropped packets are sent again.</summary>
    /// <param name="packets">The kinds.</param>
    /// <param name="chips">The chips. The default is all with an extra monitor.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">A chip has no extra monitor that runs.</exception>
    /// <exception cref="MachineOperationException">Some did not answer.</exception>
    public virtual Task SetReinjectedPacketsAsync(ReinjectedPackets packets, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default) =>
        DoAsync("setting reinjection", chips, core => [MonitorRequest.SetPackets(core, packets)], cancellationToken);

    /// <summary>Sets how long routers let packets wait.</summary>
    /// <param name="first">How long before emergency routing begins.</param>
    /// <param name="second">How long then before the packet is dropped.</param>
    /// <param name="chips">The chips. The default is all with an extra monitor.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">A chip has no extra monitor that runs.</exception>
    /// <exception cref="MachineOperationException">Some did not answer.</exception>
    public virtual Task SetRouterTimeoutsAsync(RouterTimeout first, RouterTimeout second, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default) =>
        DoAsync("setting timeouts of routers", chips, core => [MonitorRequest.SetFirstTimeout(core, first), MonitorRequest.SetSecondTimeout(core, second)], cancellationToken);

    /// <summary>Sets the counts of dropped packets to 0.</summary>
    /// <param name="chips">The chips. The default is all with an extra monitor.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">A chip has no extra monitor that runs.</exception>
    /// <exception cref="MachineOperationException">Some did not answer.</exception>
    public virtual Task ResetCountersAsync(IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default) =>
        DoAsync("resetting counters of extra monitors", chips, static core => [MonitorRequest.ResetCounters(core)], cancellationToken);

    /// <summary>Throws away the dropped packets that wait to be sent again.</summary>
    /// <param name="chips">The chips. The default is all with an extra monitor.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">A chip has no extra monitor that runs.</exception>
    /// <exception cref="MachineOperationException">Some did not answer.</exception>
    public virtual Task ClearQueuesAsync(IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default) =>
        DoAsync("clearing queues of extra monitors", chips, static core => [MonitorRequest.ClearQueue(core)], cancellationToken);

    /// <summary>Repairs chips that a program left as they are while data flow, since it crashed or was killed. The routes of the application are loaded again, and the routers get the timeouts that extra monitors start with.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The chips that were repaired. Others are left alone.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips did not answer. The error has those that were repaired.</exception>
    /// <remarks>No program may stream at the same time. A chip is repaired if its router has the timeouts for streams or its table has the routes for streams. Protocol: streaming.md, "Entering and leaving".</remarks>
    public virtual async Task<IReadOnlyList<ChipLocation>> RepairAsync(CancellationToken cancellationToken = default)
    {
        FanOutResult<ChipLocation?> repaired = await EachChip.TryAsync<ChipLocation?>(
            _connections, CheckChips(chips: null), (chip, stop) => StreamingRepair.RunAsync(_connections.For(chip), Cores[chip], stop), cancellationToken).ConfigureAwait(false);
        return repaired.OrThrow<IReadOnlyList<ChipLocation>>("repairing routers", static chips => [.. chips.OfType<ChipLocation>()]);
    }

    internal Task<FanOutResult<(ChipLocation Chip, ReinjectionStatus Status)>> TryGetStatusAsync(IEnumerable<ChipLocation>? chips, CancellationToken cancellationToken) =>
        EachChip.TryAsync(_connections, CheckChips(chips), AskAsync, cancellationToken, isRepeatable: true);

    internal async Task<IReadOnlyList<MachineFailure>> TryAsync(IEnumerable<ChipLocation>? chips, Func<CoreLocation, MonitorRequest[]> requests, CancellationToken cancellationToken)
    {
        FanOutResult<ChipLocation> done = await EachChip.TryAsync(_connections, CheckChips(chips), SendAsync, cancellationToken).ConfigureAwait(false);
        return done.Failures;

        async Task<ChipLocation> SendAsync(ChipLocation chip, CancellationToken stop)
        {
            foreach (MonitorRequest request in requests(Cores[chip]))
                await _connections.For(chip).ExecuteAsync<MonitorRequest, Acknowledgement>(request, stop).ConfigureAwait(false);

            return chip;
        }
    }

    private async Task DoAsync(string operation, IEnumerable<ChipLocation>? chips, Func<CoreLocation, MonitorRequest[]> requests, CancellationToken cancellationToken)
    {
        ChipLocation[] named = CheckChips(chips);
        IReadOnlyList<MachineFailure> failures = await TryAsync(named, requests, cancellationToken).ConfigureAwait(false);
        if (failures.Count > 0)
            throw new MachineOperationException(operation, failures, named.Length);
    }

    private async Task<(ChipLocation Chip, ReinjectionStatus Status)> AskAsync(ChipLocation chip, CancellationToken cancellationToken) =>
        (chip, await _connections.For(chip).ExecuteAsync<GetReinjectionStatus, ReinjectionStatus>(new GetReinjectionStatus(Cores[chip]), cancellationToken).ConfigureAwait(false));

    private ChipLocation[] CheckChips(IEnumerable<ChipLocation>? chips)
    {
        _connections.ThrowIfDisposed();
        ChipLocation[] named = [.. chips ?? Cores.Keys];
        foreach (ChipLocation chip in named)
        {
            if (!Cores.ContainsKey(chip))
                throw new InvalidParameterException(nameof(chips), chip, Unserved.GetValueOrDefault(chip, "it has no extra monitor that runs"));
        }

        return named;
    }
}
