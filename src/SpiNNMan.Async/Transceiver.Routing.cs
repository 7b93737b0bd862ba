using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Routing;

namespace SpiNNMan.Async;

/// <content>Routes of packets.</content>
public sealed partial class Transceiver
{
    private RoutingTables? _routing;

    private RoutingTables Routing => LazyInitializer.EnsureInitialized(ref _routing, () => new RoutingTables(_connections, _options.Connection.TimeProvider));

    /// <summary>Loads multicast routes into the router of a chip, after those that are there, and reads them back.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="routes">The entries in order of precedence, 1 to 1023; their application is not looked at.</param>
    /// <param name="applicationId">The application that has them: they go when it is stopped.</param>
    /// <param name="cancellationToken">Ends it; what was allocated is freed.</param>
    /// <returns>Which entry of the table the first one is.</returns>
    /// <exception cref="InvalidParameterException">There are no routes or too many, or the chip has no room for them; the message says how many entries are left.</exception>
    /// <exception cref="InvalidPacketException">Read back, an entry is not what was loaded.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <remarks>Protocol: models.md, "Multicast routing table".</remarks>
    public Task<int> LoadMulticastRoutesAsync(ChipLocation chip, IReadOnlyList<MulticastRoute> routes, byte applicationId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(routes);
        InvalidParameterException.ThrowIfOutside(routes.Count, 1, MulticastRoute.MaxEntries, nameof(routes));
        return Routing.LoadAsync(chip, routes, applicationId, cancellationToken);
    }

    /// <summary>Loads multicast routes into the routers of many chips, on all boards at once.</summary>
    /// <param name="tables">The entries of each chip.</param>
    /// <param name="applicationId">The application that has them.</param>
    /// <param name="progress">Told how many chips are done.</param>
    /// <param name="cancellationToken">Ends it; chips that are done keep their routes.</param>
    /// <exception cref="MachineOperationException">Some chips could not be loaded; all others are.</exception>
    /// <remarks>Protocol: models.md, "Multicast routing table".</remarks>
    public async Task LoadMulticastRoutesAsync(
        IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>> tables, byte applicationId, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        _connections.ThrowIfDisposed();
        KeyValuePair<ChipLocation, IReadOnlyList<MulticastRoute>>[] chips = [.. tables];
        FanOutResult<int> loaded = await FanOut.RunAsync(
            _connections,
            chips,
            static table => table.Key,
            (_, table, stop) => LoadMulticastRoutesAsync(table.Key, table.Value, applicationId, stop),
            progress,
            cancellationToken).ConfigureAwait(false);
        loaded.ThrowIfFailed("loading routes");
    }

    /// <summary>Reads the multicast routes of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application whose routes are wanted; by default all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The entries that are used, in the order of the table.</returns>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Multicast routing table".</remarks>
    public Task<IReadOnlyList<MulticastRoute>> GetMulticastRoutesAsync(ChipLocation chip, byte? applicationId = null, CancellationToken cancellationToken = default) =>
        RoutingTables.ReadAsync(GetConnection(chip), chip, applicationId, cancellationToken);

    /// <summary>Reads the multicast routes of many chips, on all boards at once.</summary>
    /// <param name="chips">The chips; all of the machine if <see langword="null"/>.</param>
    /// <param name="applicationId">The application whose routes are wanted; by default all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The entries that are used, of each chip.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips could not be read; the error has the entries of the others.</exception>
    /// <remarks>Protocol: models.md, "Multicast routing table".</remarks>
    public Task<IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>>> GetMulticastRoutesAsync(
        IEnumerable<ChipLocation>? chips, byte? applicationId = null, CancellationToken cancellationToken = default) =>
        ReadChipsAsync("reading routes", chips, (chip, stop) => GetMulticastRoutesAsync(chip, applicationId, stop), cancellationToken);

    /// <summary>Clears multicast routes and gives their entries back, on all boards at once.</summary>
    /// <param name="applicationId">The application whose routes are cleared; with <see langword="null"/>, those of all.</param>
    /// <param name="chips">The chips; by default all of the machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some chips could not be reached; on the others it is done.</exception>
    /// <remarks>The monitor's own entry stays. Protocol: scp.md, "Router".</remarks>
    public Task ClearMulticastRoutesAsync(byte? applicationId, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default)
    {
        return ForEachChipAsync("clearing routes", chips, ClearAsync, cancellationToken);

        async Task ClearAsync(ChipLocation chip, CancellationToken stop)
        {
            if (applicationId is { } application)
                await Routing.ClearOfApplicationAsync(chip, application, stop).ConfigureAwait(false);
            else
                await GetConnection(chip).ExecuteAsync<RouterClear, Acknowledgement>(new RouterClear(chip), stop).ConfigureAwait(false);
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
    public Task ClearMulticastRoutesOfApplicationsAsync(byte first, byte last, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.ThrowIfOutside(last, first, byte.MaxValue, nameof(last));
        return ForEachChipAsync("clearing routes", chips, ClearAsync, cancellationToken);

        async Task ClearAsync(ChipLocation chip, CancellationToken stop)
        {
            for (int application = first; application <= last; application++)
                await Routing.ClearOfApplicationAsync(chip, (byte)application, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Sets where the router of a chip sends fixed-route packets.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="route">Where they go.</param>
    /// <param name="applicationId">The application; boards take no notice of it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Router".</remarks>
    public async Task SetFixedRouteAsync(ChipLocation chip, Route route, byte applicationId = 0, CancellationToken cancellationToken = default) =>
        await GetConnection(chip).ExecuteAsync<FixedRouteSet, Acknowledgement>(new FixedRouteSet(chip, route, applicationId), cancellationToken).ConfigureAwait(false);

    /// <summary>Sets where the routers of many chips send fixed-route packets, on all boards at once.</summary>
    /// <param name="routes">The route of each chip.</param>
    /// <param name="applicationId">The application; boards take no notice of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some chips could not be reached; the others are set.</exception>
    /// <remarks>Protocol: scp.md, "Router".</remarks>
    public Task SetFixedRoutesAsync(IReadOnlyDictionary<ChipLocation, Route> routes, byte applicationId = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(routes);
        _connections.ThrowIfDisposed();
        return ForEachChipAsync("setting fixed routes", routes.Keys, (chip, stop) => SetFixedRouteAsync(chip, routes[chip], applicationId, stop), cancellationToken);
    }

    /// <summary>Asks where the router of a chip sends fixed-route packets.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Router".</remarks>
    public ValueTask<Route> GetFixedRouteAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        GetConnection(chip).ExecuteAsync<FixedRouteRead, Route>(new FixedRouteRead(chip), cancellationToken);

    /// <summary>Reads which chips a chip can reach by point-to-point packets, and by which link.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Point-to-point table".</remarks>
    public Task<P2PTable> GetP2PTableAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        P2PTableReader.RunAsync(GetConnection(chip), chip, Machine.Dimensions, cancellationToken);
}
