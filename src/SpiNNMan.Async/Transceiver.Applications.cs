using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async;

public sealed partial class Transceiver
{
    private readonly HashSet<ApplicationSession> _sessions = [];
    private readonly SemaphoreSlim _idGate = new(1);
    private ApplicationLoader? _loader;
    private bool _knowsUsedIds;

    /// <summary>The identifiers that applications of this program have on this machine.</summary>
    public AppIdTracker AppIds { get; } = new();

    private TimeProvider Time => _options.Connection.TimeProvider;

    private ApplicationLoader Loader => LazyInitializer.EnsureInitialized(ref _loader, () => new ApplicationLoader(_connections, Version.Version, LeavesPartsOut, Counter, Time));

    /// <summary>Whether the machine has chips or cores that were left out of its model, though they may work.</summary>
    private bool LeavesPartsOut => Report.Of(DiscoveryFindingKind.Ignored, DiscoveryFindingKind.CutOffChip, DiscoveryFindingKind.BusyCore).Any();

    private ApplicationStopper Stopper => new(_connections, Time);

    /// <summary>Loads an application on cores; each then waits for the start signal.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cores">The cores, 1 to 17 of any chips. One that runs something is reset.</param>
    /// <param name="applicationId">The identifier it gets, 0 to 255; 16 and up are for users.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="cancellationToken">Ends it; some cores may have the application then: <see cref="StopApplicationAsync"/> gives them back.</param>
    /// <inheritdoc cref="LoadApplicationAsync(IReadOnlyList{ApplicationPart}, byte, LoadOptions?, CancellationToken)"/>
    public Task<LoadResult> LoadApplicationAsync(
        ApplicationImage image, IReadOnlyCollection<CoreLocation> cores, byte applicationId, LoadOptions? options = null, CancellationToken cancellationToken = default) =>
        LoadApplicationAsync([new ApplicationPart(image, cores)], applicationId, options, cancellationToken);

    /// <summary>Loads an application of several images, one after the other; each core then waits for the start signal.</summary>
    /// <param name="parts">The images, and the cores that they go on.</param>
    /// <param name="applicationId">The identifier it gets, 0 to 255; 16 and up are for users.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="cancellationToken">Ends it; some cores may have the application then: <see cref="StopApplicationAsync"/> gives them back.</param>
    /// <returns>How it went. All cores were asked, and have it.</returns>
    /// <remarks>Cores that did not get it are given it again, and only they. Other users of the machine must not load at the same time: images pass through
    /// one place of each chip. Protocol: scp.md, "Applications".</remarks>
    /// <exception cref="InvalidParameterException">A core is not there, runs the monitor or is named for two images; or the method cannot be used.</exception>
    /// <exception cref="MachineOperationException{TResult}">Some cores do not have it; the error says which and why. All others have, and are in its result.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board the machine was opened by does not answer, in a flood fill.</exception>
    public Task<LoadResult> LoadApplicationAsync(
        IReadOnlyList<ApplicationPart> parts, byte applicationId, LoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _connections.ThrowIfDisposed();
        return Loader.LoadAsync(parts, applicationId, options ?? new LoadOptions(), cancellationToken);
    }

    /// <summary>Loads an application on cores and starts it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cores">The cores, 1 to 17 of any chips. One that runs something is reset.</param>
    /// <param name="options">How it is loaded and started.</param>
    /// <param name="cancellationToken">Ends it; what has been loaded by then is stopped.</param>
    /// <inheritdoc cref="StartApplicationAsync(IReadOnlyList{ApplicationPart}, StartOptions?, CancellationToken)"/>
    public Task<ApplicationSession> StartApplicationAsync(
        ApplicationImage image, IReadOnlyCollection<CoreLocation> cores, StartOptions? options = null, CancellationToken cancellationToken = default) =>
        StartApplicationAsync([new ApplicationPart(image, cores)], options, cancellationToken);

    /// <summary>Loads an application from a file and starts it.</summary>
    /// <param name="path">The APLX file.</param>
    /// <param name="cores">The cores, 1 to 17 of any chips. One that runs something is reset.</param>
    /// <param name="options">How it is loaded and started.</param>
    /// <param name="cancellationToken">Ends it; what has been loaded by then is stopped.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <inheritdoc cref="StartApplicationAsync(IReadOnlyList{ApplicationPart}, StartOptions?, CancellationToken)"/>
    public async Task<ApplicationSession> StartApplicationAsync(
        string path, IReadOnlyCollection<CoreLocation> cores, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        _connections.ThrowIfDisposed();
        var image = new ApplicationImage(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
        return await StartApplicationAsync(image, cores, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads an application of several files and starts it.</summary>
    /// <param name="targets">Which files go on which cores: its binaries are paths of APLX files.</param>
    /// <param name="options">How it is loaded and started.</param>
    /// <param name="cancellationToken">Ends it; what has been loaded by then is stopped.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <inheritdoc cref="StartApplicationAsync(IReadOnlyList{ApplicationPart}, StartOptions?, CancellationToken)"/>
    public async Task<ApplicationSession> StartApplicationAsync(ExecutableTargets targets, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        _connections.ThrowIfDisposed();
        var parts = new List<ApplicationPart>();
        foreach (string path in targets.Binaries)
            parts.Add(new ApplicationPart(new ApplicationImage(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)), targets.GetCores(path)));

        return await StartApplicationAsync(parts, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads an application of several images and starts it, all cores at once.</summary>
    /// <param name="parts">The images, and the cores that they go on.</param>
    /// <param name="options">How it is loaded and started.</param>
    /// <param name="cancellationToken">Ends it; what has been loaded by then is stopped.</param>
    /// <returns>The application, which is stopped by disposing of it.</returns>
    /// <example><code>
    /// await using ApplicationSession application = await transceiver.StartApplicationAsync("my_app.aplx", cores);
    /// await application.WaitForStateAsync(CpuState.Finished, TimeSpan.FromMinutes(1));
    /// </code></example>
    /// <inheritdoc cref="LoadApplicationAsync(IReadOnlyList{ApplicationPart}, byte, LoadOptions?, CancellationToken)"/>
    public async Task<ApplicationSession> StartApplicationAsync(
        IReadOnlyList<ApplicationPart> parts, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _connections.ThrowIfDisposed();
        options ??= new StartOptions();
        CoreLocation[] cores = [.. parts.SelectMany(static part => part.Cores).Distinct()];
        byte id = options.ApplicationId ?? await TakeIdAsync(cancellationToken).ConfigureAwait(false);
        var session = new ApplicationSession(this, id, ownsId: options.ApplicationId is null, cores, options.CleanUpTimeout, Time);
        lock (_sessions)
            _sessions.Add(session);

        try
        {
            session.Loading = await LoadApplicationAsync(parts, id, options.Load, cancellationToken).ConfigureAwait(false);
            if (options.StartsAtOnce)
                await session.StartAsync(cancellationToken).ConfigureAwait(false);

            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a signal to all cores of an application.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="applicationMask">The bits of a core's application that must be those of <paramref name="applicationId"/>. The default is all.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <remarks>It has effect a moment after the answer. Protocol: scp.md, "Signals".</remarks>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer; after Timer and User0 to User3, which are not repeated, it may have sent the signal.</exception>
    /// <exception cref="SpinnakerConnectionException">Nothing listens there, or the connection is closed.</exception>
    public async Task SendSignalAsync(byte applicationId, Signal signal, byte applicationMask = 0xFF, CancellationToken cancellationToken = default)
    {
        // Nobody hears nearest-neighbour packets on a lone chip.
        SignalType? type = Machine.Chips.Count == 1 ? SignalType.Multicast : null;
        await _connections.Root.ExecuteAsync<SendSignal, Acknowledgement>(new SendSignal(applicationId, signal, type, applicationMask), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops an application on all chips, and frees its memory and routing entries. Tags stay.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="cores">Where it runs, if that is known: there it is made sure that it has stopped.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some of the cores did not stop, or cannot be asked.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board the machine was opened by does not answer.</exception>
    public Task StopApplicationAsync(byte applicationId, IReadOnlyCollection<CoreLocation>? cores = null, CancellationToken cancellationToken = default) =>
        Stopper.StopAsync(applicationId, cores ?? [], cancellationToken);

    /// <summary>Stops every application of users on the machine, whoever started it, frees their memory and routing entries, and clears the tags of hosts:
    /// for what a program that crashed left behind.</summary>
    /// <param name="clearTags">Whether tags 0 to 7 of all boards are cleared. The default is <see langword="true"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some cores did not stop or cannot be asked, or some tags were not cleared.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board the machine was opened by does not answer.</exception>
    public async Task StopAllApplicationsAsync(bool clearTags = true, CancellationToken cancellationToken = default)
    {
        _connections.ThrowIfDisposed();
        // Both at once: neither must wait for a board that hinders the other.
        Task stopping = Stopper.StopAllAsync(cancellationToken);
        try
        {
            if (clearTags)
                await TagCleaner.ClearAllAsync(_connections, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stopping.ConfigureAwait(false);
        }
    }

    /// <summary>Asks a simulation on a core to store its provenance data and end. It is not answered: wait for the state.</summary>
    /// <param name="core">The core.</param>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <remarks>Protocol: models.md, "Ports of applications".</remarks>
    public ValueTask UpdateProvenanceAndExitAsync(CoreLocation core, CancellationToken cancellationToken = default)
    {
        var header = new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, new SdpEndpoint(core, (byte)SdpPort.RunningCommand), default);
        var data = new byte[sizeof(uint)];
        data[0] = (byte)SdpRunningMessageCode.UpdateProvenanceRegionAndExit;
        return GetConnection(core.Chip).SendSdpMessageAsync(new SdpMessage(header, data), cancellationToken);
    }

    internal void Forget(ApplicationSession session)
    {
        lock (_sessions)
            _sessions.Remove(session);
    }

    private async ValueTask CloseApplicationsAsync()
    {
        ApplicationSession[] open;
        lock (_sessions)
            open = [.. _sessions];

        await Task.WhenAll(open.Select(static session => session.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    /// <summary>Takes an identifier that neither this program nor, as far as could be seen when the machine was opened, anybody else uses.</summary>
    private async Task<byte> TakeIdAsync(CancellationToken cancellationToken)
    {
        await _idGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_knowsUsedIds)
            {
                foreach (byte id in await FindUsedIdsAsync(cancellationToken).ConfigureAwait(false))
                    AppIds.TryAllocateId(id);

                _knowsUsedIds = true;
            }

            return AppIds.GetNewId();
        }
        finally
        {
            _idGate.Release();
        }
    }

    private async Task<IEnumerable<byte>> FindUsedIdsAsync(CancellationToken cancellationToken)
    {
        CoreTargets busy = CoreTargets.Of(Machine.Chips.SelectMany(static chip => chip.ApplicationCores
            .Where(core => chip.States[core] is not (CpuState.Idle or CpuState.Dead))
            .Select(core => new CoreLocation(chip.Location, (byte)core))));
        FanOutResult<IReadOnlyList<CoreStatus>> statuses = await CoreQueries.ReadStatusAsync(_connections, busy, cancellationToken).ConfigureAwait(false);
        return statuses.Values.SelectMany(static chip => chip).Select(static core => core.ApplicationId).Distinct();
    }
}
