using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Routing;

namespace SpiNNMan.Async.Routing;

/// <summary>Routes and counters of the routers of a machine.</summary>
/// <example><code>
/// await transceiver.Routing.LoadAsync(new ChipLocation(0, 0), routes, applicationId: 30);
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Protocol: models.md, "Multicast routing table".</remarks>
[Traced("Routing")]
public class MachineRouting
{
    private readonly MachineConnections _connections = null!;
    private readonly MachineMemory _memory = null!;
    private readonly RoutingTables _tables = null!;

    internal MachineRouting(MachineConnections connections, MachineMemory memory)
    {
        _connections = connections;
        _memory = memory;
        _tables = new RoutingTables(connections, connections.TimeProvider);
    }

    /// <summary>For tests that replace this part by a double.</summary>
    protected MachineRouting()
    {
    }

    /// <summary>Loads multicast routes into the router of a chip, after the existing ones, and reads them back.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="routes">The entries in order of precedence, 1 to 1023; their application is not looked at.</param>
    /// <param name="applicationId">The application that has them: they go when it is stopped.</param>
    /// <param name="cancellationToken">Ends it. Entries that were allocated are freed.</param>
    /// <returns>Which entry of the table the first one is.</returns>
    /// <exception cref="InvalidParameterException">There are no routes or too many, or the chip has no room for them; the message says how many entries are left.</exception>
    /// <exception cref="InvalidPacketException">An entry that was read back differs from the loaded one.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <remarks>Protocol: models.md, "Multicast routing table".</remarks>
    public virtual Task<int> LoadAsync(ChipLocation chip, IReadOnlyList<MulticastRoute> routes, byte applicationId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(routes);
        InvalidParameterException.ThrowIfOutside(routes.Count, 1, MulticastRoute.MaxEntries, nameof(routes));
        return _tables.LoadAsync(chip, routes, applicationId, cancellationToken);
    }

    /// <summary>Loads multicast routes into the routers of many chips, on all boards at once.</summary>
    /// <param name="tables">The entries of each chip.</param>
    /// <param name="applicationId">The application that has them.</param>
    /// <param name="progress">Told how many chips are done.</param>
    /// <param name="cancellationToken">Ends it; chips that are done keep their routes.</param>
    /// <exception cref="MachineOperationException">Some chips could not be loaded; all others are.</exception>
    /// <remarks>Protocol: models.md, "Multicast routing table".</remarks>
    public virtual async Task LoadAsync(
        IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>> tables, byte applicationId, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        _connections.ThrowIfDisposed();
        KeyValuePair<ChipLocation, IReadOnlyList<MulticastRoute>>[] chips = [.. tables];
        FanOutResult<int> loaded = await FanOut.RunAsync(
            _connections,
            chips,
            static table => table.Key,
            (_, table, stop) => LoadAsync(table.Key, table.Value, applicationId, stop),
            progress,
            isRepeatable: true,
            cancellationToken).ConfigureAwait(false);
        loaded.ThrowIfFailed("loading routes");
    }

    /// <summary>Reads the multicast routes of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application whose routes are wanted; by default all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The entries that are used, in the order of the table.</returns>
    /// <inheritdoc cref="MachineMemory.ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Multicast routing table".</remarks>
    public virtual Task<IReadOnlyList<MulticastRoute>> GetAsync(ChipLocation chip, byte? applicationId = null, CancellationToken cancellationToken = default) =>
        RoutingTables.ReadAsync(_connections.For(chip), chip, applicationId, cancellationToken);

    /// <summary>Reads the multicast routes of many chips, on all boards at once.</summary>
    /// <param name="chips">The chips; all of the machine if <see langword="null"/>.</param>
    /// <param name="applicationId">The application whose routes are wanted; by default all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The entries that are used, of each chip.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips could not be read; the error has the entries of the others.</exception>
    /// <remarks>Protocol: models.md, "Multicast routing table".</remarks>
    public virtual Task<IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>>> GetAsync(
        IEnumerable<ChipLocation>? chips, byte? applicationId = null, CancellationToken cancellationToken = default) =>
        EachChip.ReadAsync(_connections, "reading routes", chips, (chip, stop) => GetAsync(chip, applicationId, stop), cancellationToken);

    /// <summary>Clears multicast routes and gives their entries back, on all boards at once.</summary>
    /// <param name="applicationId">The application whose routes are cleared; with <see langword="null"/>, those of all.</param>
    /// <param name="chips">The chips; by default all of the machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some chips could not be reached; on the others it is done.</exception>
    /// <remarks>The monitor's own entry stays. Protocol: scp.md, "Router".</remarks>
    public virtual Task ClearAsync(byte? applicationId, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default)
    {
        return EachChip.DoAsync(_connections, "clearing routes", chips, ClearAsync, cancellationToken);

        async Task ClearAsync(ChipLocation chip, CancellationToken stop)
        {
            if (applicationId is { } application)
                await _tables.ClearOfApplicationAsync(chip, application, stop).ConfigureAwait(false);
            else
                await _tables.ClearAsync(chip, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Clears the multicast routes of several applications, on all boards at once.</summary>
    /// <param name="first">The first application.</param>
    /// <param name="last">The last one.</param>
    /// <param name="chips">The chips; by default all of the machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">The last one is before the first.</exception>
    /// <exception cref="MachineOperationException">Some chips could not be reached; on the others it is done.</exception>
    /// <remarks>Protocol: scp.md, "Router".</remarks>
    public virtual Task ClearOfApplicationsAsync(byte first, byte last, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.ThrowIfOutside(last, first, byte.MaxValue, nameof(last));
        return EachChip.DoAsync(_connections, "clearing routes", chips, ClearAsync, cancellationToken);

        async Task ClearAsync(ChipLocation chip, CancellationToken stop)
        {
            for (int application = first; application <= last; application++)
                await _tables.ClearOfApplicationAsync(chip, (byte)application, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Sets where the router of a chip sends fixed-route packets.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="route">Where they go.</param>
    /// <param name="applicationId">The application; boards take no notice of it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Router".</remarks>
    public virtual async Task SetFixedRouteAsync(ChipLocation chip, Route route, byte applicationId = 0, CancellationToken cancellationToken = default) =>
        await _connections.For(chip).ExecuteAsync<FixedRouteSet, Acknowledgement>(new FixedRouteSet(chip, route, applicationId), cancellationToken).ConfigureAwait(false);

    /// <summary>Sets where the routers of many chips send fixed-route packets, on all boards at once.</summary>
    /// <param name="routes">The route of each chip.</param>
    /// <param name="applicationId">The application; boards take no notice of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some chips could not be reached; the others are set.</exception>
    /// <remarks>Protocol: scp.md, "Router".</remarks>
    public virtual Task SetFixedRoutesAsync(IReadOnlyDictionary<ChipLocation, Route> routes, byte applicationId = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(routes);
        _connections.ThrowIfDisposed();
        return EachChip.DoAsync(_connections, "setting fixed routes", routes.Keys, (chip, stop) => SetFixedRouteAsync(chip, routes[chip], applicationId, stop), cancellationToken);
    }

    /// <summary>Asks where the router of a chip sends fixed-route packets.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Router".</remarks>
    public virtual Task<Route> GetFixedRouteAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        _connections.For(chip).ExecuteAsync<FixedRouteRead, Route>(new FixedRouteRead(chip), cancellationToken).AsTask();

    /// <summary>Reads which chips a chip can reach by point-to-point packets, and by which link.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineMemory.ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Point-to-point table".</remarks>
    public virtual Task<P2PTable> GetP2PTableAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        P2PTableReader.RunAsync(_connections.For(chip), chip, _connections.Machine.Dimensions, cancellationToken);

    /// <summary>Reads settings, errors and packet counters of the router of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="MachineMemory.ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Router diagnostics".</remarks>
    public virtual Task<RouterDiagnostics> GetDiagnosticsAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        RouterRegisters.ReadAsync(_connections.For(chip), chip, cancellationToken);

    /// <summary>Reads settings, errors and packet counters of the routers of many chips, on all boards at once.</summary>
    /// <param name="chips">The chips; all of the machine if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The diagnostics of each chip. After a second reading, <see cref="RouterCounterChange.Between(IReadOnlyDictionary{ChipLocation, RouterDiagnostics}, IReadOnlyDictionary{ChipLocation, RouterDiagnostics})"/> gives the counts in between.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips could not be read; the error has those of the others.</exception>
    /// <remarks>Protocol: models.md, "Router diagnostics".</remarks>
    public virtual Task<IReadOnlyDictionary<ChipLocation, RouterDiagnostics>> GetDiagnosticsAsync(IEnumerable<ChipLocation>? chips, CancellationToken cancellationToken = default) =>
        EachChip.ReadAsync(_connections, "reading router counters", chips, GetDiagnosticsAsync, cancellationToken);

    /// <summary>Sets packet counters of routers to 0, on all boards at once.</summary>
    /// <param name="chips">The chips; by default all of the machine.</param>
    /// <param name="registers">The counters; by default all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some chips could not be reached; on the others it is done.</exception>
    /// <remarks>Other programs may use the counters too. Reading them twice disturbs no program. Protocol: models.md, "Router diagnostics".</remarks>
    public virtual Task ClearDiagnosticsAsync(IEnumerable<ChipLocation>? chips = null, IEnumerable<RouterRegister>? registers = null, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> word = RouterRegisters.Clearing(registers);
        return EachChip.DoAsync(_connections,
            "clearing router counters", chips, (chip, stop) => _memory.WriteAsync(chip, MemoryMap.RouterDiagnosticControl, word, progress: null, stop), cancellationToken);
    }

    /// <summary>Reads which packets a counter of a router counts.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="position">The counter, 0 to 15.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The position is out of range.</exception>
    /// <inheritdoc cref="MachineMemory.ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
    public virtual async Task<DiagnosticFilter> GetFilterAsync(ChipLocation chip, int position, CancellationToken cancellationToken = default) =>
        new(await _memory.ReadWordAsync(chip, MemoryMap.GetRouterFilterAddress(position), cancellationToken).ConfigureAwait(false));

    /// <summary>Sets which packets a counter of a router counts.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="position">The counter, 0 to 15. Those up to <see cref="DiagnosticFilter.LastDefaultPosition"/> are set by the firmware, and the names in <see cref="RouterRegister"/>
    /// are true as long as that is left alone.</param>
    /// <param name="filter">Which packets.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The position is out of range.</exception>
    /// <inheritdoc cref="MachineMemory.WriteAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
    public virtual Task SetFilterAsync(ChipLocation chip, int position, DiagnosticFilter filter, CancellationToken cancellationToken = default) =>
        _memory.WriteWordAsync(chip, MemoryMap.GetRouterFilterAddress(position), filter.Word, cancellationToken);
}
