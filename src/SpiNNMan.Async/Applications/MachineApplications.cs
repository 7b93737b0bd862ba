using System.Runtime.CompilerServices;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Applications;

/// <summary>Applications on a machine: loads, starts, signals, watches and stops them.</summary>
/// <example><code>
/// await using ApplicationSession application = await transceiver.Applications.StartAsync("my_app.aplx", cores);
/// await application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromMinutes(1));
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Protocol: scp.md, "Applications".</remarks>
[Traced("Applications")]
public class MachineApplications
{
    private static readonly TimeSpan s_watchInterval = TimeSpan.FromMilliseconds(100);

    private readonly MachineConnections _connections = null!;
    private readonly MachineSdram _sdram = null!;
    private readonly MachineTags _tags = null!;
    private readonly MachineIobuf _iobuf = null!;
    private readonly SessionBook _sessions = null!;
    private readonly ApplicationLoader _loader = null!;
    private readonly ApplicationStopper _stopper = null!;
    private readonly StateCounter _counter = null!;

    /// <summary>Makes the part of a machine.</summary>
    /// <param name="connections">Its connections.</param>
    /// <param name="sdram">Allocates the memory of sessions.</param>
    /// <param name="tags">Sets the IP tags of sessions.</param>
    /// <param name="iobuf">Reads the text that cores print.</param>
    /// <param name="leavesPartsOut">Whether it has chips or cores that were left out of its model, though they may work.</param>
    internal MachineApplications(MachineConnections connections, MachineSdram sdram, MachineTags tags, MachineIobuf iobuf, bool leavesPartsOut)
    {
        _connections = connections;
        _sdram = sdram;
        _tags = tags;
        _iobuf = iobuf;
        _sessions = new SessionBook(connections);
        _counter = new StateCounter(connections, connections.Version, Time);
        _loader = new ApplicationLoader(connections, connections.Version, leavesPartsOut, _counter, Time);
        _stopper = new ApplicationStopper(connections, Time);
    }

    /// <summary>For tests that replace this part by a double.</summary>
    protected MachineApplications()
    {
    }

    /// <summary>The identifiers that applications of this program have on this machine.</summary>
    public virtual ApplicationIdTracker ApplicationIds => _sessions.ApplicationIds;

    internal SessionBook Sessions => _sessions;

    internal MachineConnections Connections => _connections;

    internal MachineSdram Sdram => _sdram;

    internal MachineTags Tags => _tags;

    internal MachineIobuf Iobuf => _iobuf;

    private TimeProvider Time => _connections.TimeProvider;

    /// <summary>Loads an application on cores; each then waits for the start signal.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cores">The cores, 1 to 17 of any chips. One that runs something is reset.</param>
    /// <param name="applicationId">The identifier it gets, 0 to 255; 16 and up are for users.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="cancellationToken">Ends it; some cores may have the application then: <see cref="StopAsync"/> gives them back.</param>
    /// <inheritdoc cref="LoadAsync(IReadOnlyList{ApplicationPart}, byte, LoadOptions?, CancellationToken)"/>
    public virtual Task<LoadResult> LoadAsync(
        ApplicationImage image, IEnumerable<CoreLocation> cores, byte applicationId, LoadOptions? options = null, CancellationToken cancellationToken = default) =>
        LoadAsync([PartOf(image, cores)], applicationId, options, cancellationToken);

    /// <summary>Loads an application of several images, one after the other; each core then waits for the start signal.</summary>
    /// <param name="parts">The images, each with its cores.</param>
    /// <param name="applicationId">The identifier it gets, 0 to 255; 16 and up are for users.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="cancellationToken">Ends it; some cores may have the application then: <see cref="StopAsync"/> gives them back.</param>
    /// <returns>How it went. All cores were asked, and have it.</returns>
    /// <remarks>Cores that did not get it are given it again, and only they. Other users of the machine must not load at the same time: images pass through
    /// one place of each chip. Protocol: scp.md, "Applications".</remarks>
    /// <exception cref="InvalidParameterException">A core is not there, runs the monitor or is named for two images; or the method cannot be used.</exception>
    /// <exception cref="MachineOperationException{TResult}">Some cores do not have it; the error says which and why. All others have, and are in its result.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board the machine was opened by does not answer, in a flood fill.</exception>
    public virtual Task<LoadResult> LoadAsync(
        IReadOnlyList<ApplicationPart> parts, byte applicationId, LoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _connections.ThrowIfDisposed();
        options?.MakeReadOnly();
        return _loader.LoadAsync(parts, applicationId, options ?? new LoadOptions(), cancellationToken);
    }

    /// <summary>Loads an application on cores and starts it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cores">The cores, 1 to 17 of any chips. One that runs something is reset.</param>
    /// <param name="options">How it is loaded and started.</param>
    /// <param name="cancellationToken">Ends it. The cores that have been loaded by then are stopped.</param>
    /// <inheritdoc cref="StartAsync(IReadOnlyList{ApplicationPart}, StartOptions?, CancellationToken)"/>
    public virtual Task<ApplicationSession> StartAsync(
        ApplicationImage image, IEnumerable<CoreLocation> cores, StartOptions? options = null, CancellationToken cancellationToken = default) =>
        StartAsync([PartOf(image, cores)], options, cancellationToken);

    /// <summary>Loads an application from a file and starts it.</summary>
    /// <param name="path">The APLX file.</param>
    /// <param name="cores">The cores, 1 to 17 of any chips. One that runs something is reset.</param>
    /// <param name="options">How it is loaded and started.</param>
    /// <param name="cancellationToken">Ends it. The cores that have been loaded by then are stopped.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <inheritdoc cref="StartAsync(IReadOnlyList{ApplicationPart}, StartOptions?, CancellationToken)"/>
    public virtual async Task<ApplicationSession> StartAsync(
        string path, IEnumerable<CoreLocation> cores, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        _connections.ThrowIfDisposed();
        var image = new ApplicationImage(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
        return await StartAsync(image, cores, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads an application of several files and starts it.</summary>
    /// <param name="targets">The files and their cores. The binaries are paths of APLX files.</param>
    /// <param name="options">How it is loaded and started.</param>
    /// <param name="cancellationToken">Ends it. The cores that have been loaded by then are stopped.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <inheritdoc cref="StartAsync(IReadOnlyList{ApplicationPart}, StartOptions?, CancellationToken)"/>
    public virtual async Task<ApplicationSession> StartAsync(ExecutableTargets targets, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        _connections.ThrowIfDisposed();
        var parts = new List<ApplicationPart>();
        foreach (string path in targets.Binaries)
            parts.Add(new ApplicationPart(new ApplicationImage(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)), targets.GetCores(path)));

        return await StartAsync(parts, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads an application of several images and starts it, all cores at once.</summary>
    /// <param name="parts">The images, each with its cores.</param>
    /// <param name="options">How it is loaded and started.</param>
    /// <param name="cancellationToken">Ends it. The cores that have been loaded by then are stopped.</param>
    /// <returns>The application, which is stopped by disposing of it.</returns>
    /// <example><code>
    /// await using ApplicationSession application = await transceiver.Applications.StartAsync("my_app.aplx", cores);
    /// await application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromMinutes(1));
    /// </code></example>
    /// <inheritdoc cref="LoadAsync(IReadOnlyList{ApplicationPart}, byte, LoadOptions?, CancellationToken)"/>
    public virtual async Task<ApplicationSession> StartAsync(
        IReadOnlyList<ApplicationPart> parts, StartOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _connections.ThrowIfDisposed();
        options ??= new StartOptions();
        options.MakeReadOnly();
        CoreLocation[] cores = [.. parts.SelectMany(static part => part.Cores).Distinct()];
        byte id = options.ApplicationId ?? await _sessions.TakeIdAsync(cancellationToken).ConfigureAwait(false);
        var session = new ApplicationSession(this, id, ownsId: options.ApplicationId is null, cores, options.CleanUpTimeout);
        _sessions.Add(session);
        MachineLog.SessionBegins(_connections.Logger, id, cores.Length);

        try
        {
            session.Loading = await LoadAsync(parts, id, options.Load, cancellationToken).ConfigureAwait(false);
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
    public virtual async Task SendSignalAsync(byte applicationId, Signal signal, byte applicationMask = 0xFF, CancellationToken cancellationToken = default)
    {
        MachineLog.SignalSent(_connections.Logger, signal, applicationId);

        // A lone chip has no neighbour that could hear nearest-neighbour packets.
        SignalType? type = _connections.Machine.Chips.Count == 1 ? SignalType.Multicast : null;
        await _connections.Root.ExecuteAsync<SendSignal, Acknowledgement>(new SendSignal(applicationId, signal, type, applicationMask), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops an application on all chips, and frees its memory and routing entries. Tags stay.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="cores">Its cores, if they are known. For these the method makes sure that they have stopped.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some of the cores did not stop, or cannot be asked.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board the machine was opened by does not answer.</exception>
    public virtual Task StopAsync(byte applicationId, IEnumerable<CoreLocation>? cores = null, CancellationToken cancellationToken = default) =>
        _stopper.StopAsync(applicationId, [.. cores ?? []], cancellationToken);

    /// <summary>Stops every application of every user on the machine, frees their memory and routing entries, and clears the tags of hosts. It is for cleaning up after a program
    /// that crashed.</summary>
    /// <param name="clearTags">Whether tags 0 to 7 of all boards are cleared. The default is <see langword="true"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some cores did not stop or cannot be asked, or some tags were not cleared.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board the machine was opened by does not answer.</exception>
    public virtual async Task StopAllAsync(bool clearTags = true, CancellationToken cancellationToken = default)
    {
        _connections.ThrowIfDisposed();
        // Both at once: neither must wait for a board that delays the other.
        Task stopping = _stopper.StopAllAsync(cancellationToken);
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
    public virtual Task UpdateProvenanceAndExitAsync(CoreLocation core, CancellationToken cancellationToken = default)
    {
        var header = new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, new SdpEndpoint(core, (byte)SdpPort.RunningCommand), default);
        var data = new byte[sizeof(uint)];
        data[0] = (byte)SdpRunningMessageCode.UpdateProvenanceRegionAndExit;
        return _connections.For(core.Chip).SendSdpMessageAsync(new SdpMessage(header, data), cancellationToken).AsTask();
    }

    /// <summary>Counts the cores of an application that are in one of some states, on the whole machine.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="states">The states.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The count, and whether all chips took part.</returns>
    /// <remarks>Every board counts for itself, all at once; monitors before version 4 count the whole machine. Protocol: scp.md, "Counting cores".</remarks>
    /// <exception cref="InvalidParameterException">A state is above 15.</exception>
    /// <exception cref="MachineOperationException{TResult}">Some boards do not answer; the error has the count of the others.</exception>
    public virtual Task<StateCount> CountCoresAsync(byte applicationId, IEnumerable<CoreState> states, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        return CountCoresAsync(applicationId, [.. states], _connections.Machine.Chips, cancellationToken);
    }

    /// <summary>Counts the cores of an application that are in a state, on the whole machine.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="state">The state.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="CountCoresAsync(byte, IEnumerable{CoreState}, CancellationToken)"/>
    public virtual Task<StateCount> CountCoresAsync(byte applicationId, CoreState state, CancellationToken cancellationToken = default) =>
        CountCoresAsync(applicationId, [state], cancellationToken);

    /// <summary>Asks in which states cores are: one request for each chip.</summary>
    /// <param name="cores">The cores; by default all that applications can run on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The state of each core.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips do not answer; the error has the states of the others' cores.</exception>
    public virtual async Task<IReadOnlyDictionary<CoreLocation, CoreState>> GetStatesAsync(
        IEnumerable<CoreLocation>? cores = null, CancellationToken cancellationToken = default)
    {
        CoreTargets targets = CoreTargets.Of(cores ?? _connections.Machine.ApplicationCores);
        FanOutResult<ChipSummaryInfo> answers = await CoreQueries.AskChipsAsync(_connections, targets.Chips, cancellationToken).ConfigureAwait(false);
        return answers.OrThrow("Asking for states", chips => CoreQueries.StatesOf(targets, chips));
    }

    /// <summary>Reads the blocks that the monitors keep about cores.</summary>
    /// <param name="cores">The cores; by default all that applications can run on.</param>
    /// <param name="states">If given, only cores in these states are read: their chips are asked first, which is cheaper if they are few.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The blocks of the cores, in the order of the cores.</returns>
    /// <remarks>Protocol: models.md, "Core blocks".</remarks>
    /// <exception cref="MachineOperationException{TResult}">Some chips do not answer; the error has the blocks of the others' cores.</exception>
    public virtual async Task<CoreInfos> GetCoreInfosAsync(
        IEnumerable<CoreLocation>? cores = null, IEnumerable<CoreState>? states = null, CancellationToken cancellationToken = default)
    {
        CoreLocation[] wanted = [.. cores ?? _connections.Machine.ApplicationCores];
        IReadOnlyList<MachineFailure> silent = [];
        if (states is not null)
        {
            HashSet<CoreState> named = [.. states];
            CoreTargets targets = CoreTargets.Of(wanted);
            FanOutResult<ChipSummaryInfo> answers = await CoreQueries.AskChipsAsync(_connections, targets.Chips, cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<CoreLocation, CoreState> found = CoreQueries.StatesOf(targets, answers.Values);
            wanted = [.. wanted.Where(core => found.TryGetValue(core, out CoreState state) && named.Contains(state))];
            silent = answers.Failures;
        }

        FanOutResult<CoreInfo> blocks = await CoreQueries.ReadBlocksAsync(_connections, wanted, cancellationToken).ConfigureAwait(false);
        return blocks.With(silent).OrThrow("Reading about cores", static infos => new CoreInfos(infos));
    }

    /// <summary>Reads the block that the monitor keeps about a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">The chip does not answer.</exception>
    public virtual async Task<CoreInfo> GetCoreInfoAsync(CoreLocation core, CancellationToken cancellationToken = default) =>
        (await GetCoreInfosAsync([core], cancellationToken: cancellationToken).ConfigureAwait(false))[core];

    /// <summary>Waits until all of some cores are in one of some states at once.</summary>
    /// <param name="cores">The cores, of any applications.</param>
    /// <param name="states">The states.</param>
    /// <param name="options">How long to wait, which states are errors, and who is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <remarks>Chips with cores that are late are asked again and again, all others now and then and at the end.</remarks>
    /// <exception cref="CoreStateException">The time is up, a core is in an error state, or a chip is silent. The error names these cores, with their run-time
    /// errors, registers and the end of the text that they printed.</exception>
    /// <exception cref="InvalidParameterException">There is no core or no state, or a core is not there.</exception>
    public virtual async Task WaitForStateAsync(
        IEnumerable<CoreLocation> cores, IEnumerable<CoreState> states, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        CoreState[] reached = [.. states];
        if (reached.Length == 0)
            throw new InvalidParameterException(nameof(states), "no state", "name at least one");

        options?.MakeReadOnly();
        await new StateWaiter(_connections, CoreTargets.Check(_connections.Machine, cores, nameof(cores)), reached, options ?? new WaitOptions(), Time).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until all of some cores are in a state at once.</summary>
    /// <param name="cores">The cores, of any applications.</param>
    /// <param name="state">The state.</param>
    /// <param name="timeout">How long to wait, up to 45 days. The default, <see langword="null"/>, is for ever.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="WaitForStateAsync(IEnumerable{CoreLocation}, IEnumerable{CoreState}, WaitOptions?, CancellationToken)" path="/exception|/remarks"/>
    public virtual Task WaitForStateAsync(IEnumerable<CoreLocation> cores, CoreState state, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitForStateAsync(cores, [state], new WaitOptions { Timeout = timeout }, cancellationToken);

    /// <summary>Subscribes to the states of cores: first all states, then each change that is seen.</summary>
    /// <param name="cores">The cores.</param>
    /// <param name="interval">How often their chips are asked, more than 0 and up to a day. The default is 100 ms. A state that lasts shorter may not be seen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The states, for one loop. The chips are asked while the loop reads, and the subscription has no end of its own.</returns>
    /// <exception cref="InvalidParameterException">A core is not there, or the interval is out of range.</exception>
    /// <exception cref="MachineOperationException">Some chips do not answer. The loop gets this error.</exception>
    public virtual Subscription<CoreStateChange> SubscribeToStatesAsync(IEnumerable<CoreLocation> cores, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        TimeSpan pause = OptionChecks.Positive(interval ?? s_watchInterval, nameof(interval));
        CoreLocation[] all = [.. CoreTargets.Check(_connections.Machine, cores, nameof(cores)).All()];
        return new Subscription<CoreStateChange>(stop => WatchAsync(all, pause, stop), cancellationToken);
    }

    private async IAsyncEnumerable<CoreStateChange> WatchAsync(CoreLocation[] cores, TimeSpan pause, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = new Dictionary<CoreLocation, CoreState>();
        while (true)
        {
            IReadOnlyDictionary<CoreLocation, CoreState> now = await GetStatesAsync(cores, cancellationToken).ConfigureAwait(false);
            foreach (CoreLocation core in cores)
            {
                bool isKnown = before.TryGetValue(core, out CoreState last);
                before[core] = now[core];
                if (!isKnown || last != now[core])
                    yield return new CoreStateChange(core, isKnown ? last : null, now[core]);
            }

            await Pause.ForAsync(pause, Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ApplicationPart PartOf(ApplicationImage image, IEnumerable<CoreLocation> cores)
    {
        ArgumentNullException.ThrowIfNull(cores);
        return new ApplicationPart(image, [.. cores]);
    }

    /// <summary>Counts on the boards of some chips only, so that no other board can hinder it.</summary>
    internal async Task<StateCount> CountCoresAsync(byte applicationId, IReadOnlyCollection<CoreState> states, IEnumerable<MachineChip> chips, CancellationToken cancellationToken)
    {
        ChipLocation[] boards = [.. chips.Select(static chip => chip.NearestEthernet).Distinct()];
        ChipLocation[] counted = [.. boards.Where(_connections.Machine.Contains)];
        FanOutResult<StateCount> counts = await _counter.CountAsync(applicationId, states, counted, cancellationToken).ConfigureAwait(false);

        // If the chip with the Ethernet is dead, no monitor counts for its board.
        bool allCounted = counts.Failures.Count == 0 && (!_counter.CountsByBoard || counted.Length == boards.Length);
        return counts.OrThrow(
            "Counting cores", all => all.Aggregate(new StateCount(0, allCounted), static (sum, one) => new StateCount(StateCount.Add(sum.Count, one.Count), sum.IsComplete && one.IsComplete)));
    }
}
