using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Applications;

/// <summary>An application on a machine, from its start to its stop. Disposing of it always stops it, and frees its memory, its routing entries, the tags set through
/// the session and its identifier.</summary>
/// <example><code>
/// await using ApplicationSession application = await transceiver.Applications.StartAsync("my_app.aplx", cores);
/// await application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromMinutes(1));
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Once it was disposed of or detached, its identifier may be another application's: everything that would act
/// throws an <see cref="ObjectDisposedException"/>. Disposing of it also ends calls that set tags or allocate memory with that error, and takes back what they did.
/// Protocol: scp.md, "Applications".</remarks>
public sealed class ApplicationSession : IAsyncDisposable
{
    private const int StartAttempts = 4;

    /// <summary>A signal has effect a moment after it was answered. The pause grows with each attempt.</summary>
    private static readonly TimeSpan s_effectPause = TimeSpan.FromMilliseconds(5);

    private readonly MachineApplications _applications;
    private readonly bool _ownsId;
    private readonly TimeSpan _cleanUpTimeout;
    private readonly TimeProvider _time;
    private readonly SessionTags _tags;
    private readonly SessionSdram _memory = new();
    private readonly EndableCalls _calls = new(typeof(ApplicationSession));
    private readonly RunOnce _closing = new();
    private bool _coresStopped;
    private bool _ended;

    internal ApplicationSession(MachineApplications applications, byte applicationId, bool ownsId, IReadOnlyList<CoreLocation> cores, TimeSpan cleanUpTimeout)
    {
        _applications = applications;
        ApplicationId = applicationId;
        Cores = cores;
        _ownsId = ownsId;
        _cleanUpTimeout = cleanUpTimeout;
        _time = applications.Connections.TimeProvider;
        _tags = new SessionTags(applications.Connections);
    }

    /// <summary>Its identifier. All memory and routing entries with this identifier are freed when it stops.</summary>
    public byte ApplicationId { get; }

    /// <summary>The cores it is on.</summary>
    public IReadOnlyList<CoreLocation> Cores { get; }

    /// <summary>The machine, for as long as the session may use it.</summary>
    private MachineApplications Live
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _ended), this);
            return _applications;
        }
    }

    /// <summary>How it was loaded.</summary>
    public LoadResult? Loading { get; internal set; }

    /// <summary>The error of disposing, if something could not be cleaned up; <see langword="null"/> if everything was, or the session is not disposed of yet.</summary>
    public SpinnakerException? CleanUpError { get; private set; }

    /// <summary>Starts cores that wait for the signal, and makes sure that they have heard it.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpinnakerTimeoutException">The board the machine was opened by does not answer.</exception>
    /// <exception cref="MachineOperationException">Some boards do not answer; or some cores still wait for the signal, though it was sent four times.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        for (int attempt = 1; attempt <= StartAttempts; attempt++)
        {
            await SendSignalAsync(Signal.Start, cancellationToken).ConfigureAwait(false);
            if ((await CountCoresAsync(CoreState.Ready, cancellationToken).ConfigureAwait(false)).Count == 0)
                return;

            await Pause.ForAsync(attempt * s_effectPause, _time, cancellationToken).ConfigureAwait(false);
        }

        // Other programs may have cores of the same application. The session does not look at them.
        IReadOnlyDictionary<CoreLocation, CoreState> states = await _applications.GetStatesAsync(Cores, cancellationToken).ConfigureAwait(false);
        MachineFailure[] waiting = [.. Cores.Where(core => states.GetValueOrDefault(core) == CoreState.Ready).Select(core => new MachineFailure(
            core, new SpinnakerException($"Application {ApplicationId} did not start: the core still waits for the signal, which was sent {StartAttempts} times.")))];
        if (waiting.Length > 0)
            throw new MachineOperationException("Starting", waiting, Cores.Count);
    }

    /// <summary>Sends a signal to all its cores.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="MachineApplications.SendSignalAsync"/>
    public Task SendSignalAsync(Signal signal, CancellationToken cancellationToken = default) =>
        Live.SendSignalAsync(ApplicationId, signal, cancellationToken: cancellationToken);

    /// <summary>Counts its cores that are in a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.CountCoresAsync(byte, IEnumerable{CoreState}, CancellationToken)"/>
    public Task<StateCount> CountCoresAsync(CoreState state, CancellationToken cancellationToken = default) => CountCoresAsync([state], cancellationToken);

    /// <summary>Counts its cores that are in one of some states.</summary>
    /// <param name="states">The states.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.CountCoresAsync(byte, IEnumerable{CoreState}, CancellationToken)"/>
    public Task<StateCount> CountCoresAsync(IEnumerable<CoreState> states, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        return Live.CountCoresAsync(ApplicationId, [.. states], Cores.Select(core => _applications.Connections.Machine[core.Chip]), cancellationToken);
    }

    /// <summary>Reads the blocks that the monitors keep about its cores.</summary>
    /// <param name="states">If given, only cores in these states are read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.GetCoreInfosAsync"/>
    public Task<CoreInfos> GetCoreInfosAsync(IEnumerable<CoreState>? states = null, CancellationToken cancellationToken = default) =>
        Live.GetCoreInfosAsync(Cores, states, cancellationToken);

    /// <summary>Waits until all its cores are in a state at once.</summary>
    /// <param name="state">The state.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/>, the default, for ever.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.WaitForStateAsync(IEnumerable{CoreLocation}, IEnumerable{CoreState}, WaitOptions?, CancellationToken)"/>
    public Task WaitForStateAsync(CoreState state, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitForStateAsync([state], new WaitOptions { Timeout = timeout }, cancellationToken);

    /// <summary>Waits until all its cores are in one of some states at once.</summary>
    /// <param name="states">The states.</param>
    /// <param name="options">How long to wait, which states are errors, and who is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.WaitForStateAsync(IEnumerable{CoreLocation}, IEnumerable{CoreState}, WaitOptions?, CancellationToken)"/>
    public Task WaitForStateAsync(IEnumerable<CoreState> states, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Live.WaitForStateAsync(Cores, states, options, cancellationToken);

    /// <summary>Subscribes to the states of its cores: first all states, then each change that is seen.</summary>
    /// <param name="interval">How often their chips are asked, more than 0 and up to a day. The default is 100 ms. A state that lasts shorter may not be seen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.SubscribeToStatesAsync"/>
    public Subscription<CoreStateChange> SubscribeToStatesAsync(TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Live.SubscribeToStatesAsync(Cores, interval, cancellationToken);

    /// <summary>Asks in which states its cores are: one request for each chip.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.GetStatesAsync"/>
    public Task<IReadOnlyDictionary<CoreLocation, CoreState>> GetStatesAsync(CancellationToken cancellationToken = default) => Live.GetStatesAsync(Cores, cancellationToken);

    /// <summary>Reads the text that one of its cores printed.</summary>
    /// <param name="core">The core.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineIobuf.GetAsync(CoreLocation, CancellationToken)"/>
    public Task<Iobuf> GetIobufAsync(CoreLocation core, CancellationToken cancellationToken = default) => Live.Iobuf.GetAsync(core, cancellationToken);

    /// <summary>Reads the text that its cores printed, on all boards at once.</summary>
    /// <param name="cores">Some of its cores. The default is all.</param>
    /// <param name="progress">Told how many chips are done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineIobuf.GetAsync(IEnumerable{CoreLocation}?, IProgress{int}?, CancellationToken)"/>
    public Task<IReadOnlyList<Iobuf>> GetIobufAsync(IEnumerable<CoreLocation>? cores = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        Live.Iobuf.GetAsync(cores ?? Cores, progress, cancellationToken);

    /// <summary>Subscribes to the text that its cores print: first the text that is there, then the text that comes.</summary>
    /// <param name="cores">Some of its cores. The default is all.</param>
    /// <param name="interval">How long to wait between two looks, more than 0 and up to a day. The default is half a second.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineIobuf.SubscribeAsync"/>
    public Subscription<Iobuf> SubscribeToIobufAsync(IEnumerable<CoreLocation>? cores = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Live.Iobuf.SubscribeAsync(cores ?? Cores, interval, cancellationToken);

    /// <summary>Asks a simulation on all its cores to store provenance data and end. It is not answered: wait for the state.</summary>
    /// <param name="cancellationToken">Prevents the sending.</param>
    public async Task UpdateProvenanceAndExitAsync(CancellationToken cancellationToken = default)
    {
        _ = Live;
        foreach (CoreLocation core in Cores)
            await Live.UpdateProvenanceAndExitAsync(core, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets cores send to a host and port through a tag. The tag is cleared when the session ends.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the boards' own.</param>
    /// <param name="host">The host: an address or a name. <c>localhost</c>, <c>.</c> and <c>0.0.0.0</c> stand for this computer, by the address that each board knows it by.</param>
    /// <param name="port">The UDP port, 1 to 65535.</param>
    /// <param name="board">The board, by any of its chips. The default is all boards.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent, as EIEIO listeners expect. The default is <see langword="true"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="MachineTags.SetAsync(int, string, int, ChipLocation?, bool, CancellationToken)"/>
    public Task SetIPTagAsync(int tag, string host, int port, ChipLocation? board = null, bool strip = true, CancellationToken cancellationToken = default) =>
        SetTagAsync(tag, board, (tags, stop) => tags.SetAsync(tag, host, port, board, strip, stop), cancellationToken);

    /// <summary>Lets cores send to an address and port through a tag. The tag is cleared when the session ends.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the boards' own.</param>
    /// <param name="destination">The address and port. 0.0.0.0 stands for this computer.</param>
    /// <param name="board">The board, by any of its chips. The default is all boards.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent, as EIEIO listeners expect. The default is <see langword="true"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="MachineTags.SetAsync(int, IPEndPoint, ChipLocation?, bool, CancellationToken)"/>
    public Task SetIPTagAsync(int tag, IPEndPoint destination, ChipLocation? board = null, bool strip = true, CancellationToken cancellationToken = default) =>
        SetTagAsync(tag, board, (tags, stop) => tags.SetAsync(tag, destination, board, strip, stop), cancellationToken);

    /// <summary>Lets cores send to a listener through a tag. The tag is cleared when the session ends.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the boards' own.</param>
    /// <param name="listener">The listener.</param>
    /// <param name="board">The board, by any of its chips. The default is all boards.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent, as EIEIO listeners expect. The default is <see langword="true"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="MachineTags.SetAsync(int, IEieioConnection, ChipLocation?, bool, CancellationToken)"/>
    public Task SetIPTagAsync(int tag, IEieioConnection listener, ChipLocation? board = null, bool strip = true, CancellationToken cancellationToken = default) =>
        SetTagAsync(tag, board, (tags, stop) => tags.SetAsync(tag, listener, board, strip, stop), cancellationToken);

    /// <summary>Lets datagrams to a port of boards go to a core. The tag is cleared when the session ends.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the boards' own.</param>
    /// <param name="port">The port that boards listen on, 1 to 65535. Ports 17893 and 54321 are taken.</param>
    /// <param name="destination">The core.</param>
    /// <param name="destinationPort">The SDP port of the core, 1 to 7. Port 0 is the monitor's and takes commands. The default is the port for buffered input.</param>
    /// <param name="board">The board, by any of its chips. The default is all boards.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="MachineTags.SetReverseAsync"/>
    public Task SetReverseIPTagAsync(
        int tag, int port, CoreLocation destination, int destinationPort = (int)SdpPort.InputBuffering, ChipLocation? board = null, CancellationToken cancellationToken = default) =>
        SetTagAsync(tag, board, (tags, stop) => tags.SetReverseAsync(tag, port, destination, destinationPort, board, stop), cancellationToken);

    /// <summary>Allocates SDRAM of a chip for the application. It is freed when the application stops.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="size">How many bytes, 1 or more. Boards round up to a multiple of 4.</param>
    /// <param name="tag">A number by which the program can find the block, 1 to 255. By default a free number is chosen, from 255 down. With 0 the block has none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The memory. Disposing of it frees it before the application stops; afterwards it does nothing.</returns>
    /// <inheritdoc cref="MachineSdram.AllocateAsync(ChipLocation, uint, byte, byte?, CancellationToken)"/>
    public async Task<SdramAllocation> AllocateSdramAsync(ChipLocation chip, uint size, byte? tag = null, CancellationToken cancellationToken = default) =>
        await _calls.RunAsync(stop => _memory.AllocateAsync(() => Live.Sdram.AllocateAsync(chip, size, ApplicationId, tag, stop), static block => [block]), cancellationToken).ConfigureAwait(false);

    /// <summary>Allocates SDRAM of many chips for the application, on all of them or on none. It is freed when the application stops.</summary>
    /// <param name="chips">The chips.</param>
    /// <param name="size">How many bytes on each chip, 1 or more. Boards round up to a multiple of 4.</param>
    /// <param name="tag">A number by which the program can find the block on each chip, 1 to 255. By default each chip chooses a free one, from 255 down. With 0 the blocks have none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The memory. Disposing of it frees it before the application stops; afterwards it does nothing.</returns>
    /// <inheritdoc cref="MachineSdram.AllocateAsync(IEnumerable{ChipLocation}, uint, byte, byte?, CancellationToken)"/>
    public async Task<SdramAllocations> AllocateSdramAsync(IEnumerable<ChipLocation> chips, uint size, byte? tag = null, CancellationToken cancellationToken = default) =>
        await _calls.RunAsync(stop => _memory.AllocateAsync(() => Live.Sdram.AllocateAsync(chips, size, ApplicationId, tag, stop), static blocks => blocks), cancellationToken).ConfigureAwait(false);

    /// <summary>Lets the application stay on the machine, with its memory, routing entries and tags. Disposing of the session then does nothing, and its identifier stays taken.</summary>
    public void Detach()
    {
        Volatile.Write(ref _ended, true);
        _ = _closing.RunAsync(static () => Task.CompletedTask);
        _applications.Sessions.Forget(this);
        MachineLog.SessionDetached(_applications.Connections.Logger, ApplicationId);
    }

    /// <summary>Stops the application, frees its memory, routing entries and tags, and makes sure that all its cores are free. The session keeps its identifier: what is allocated or set
    /// through it afterwards is freed when it is disposed of.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some cores did not stop or cannot be asked, or some tags were not cleared.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board the machine was opened by does not answer.</exception>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        _ = Live;
        return StopNowAsync(cancellationToken);
    }

    private async Task StopNowAsync(CancellationToken cancellationToken)
    {
        // Both at once: neither must wait for a board that delays the other.
        Task stopping = StopCoresAsync(cancellationToken);
        Task clearing = _tags.ClearAsync(cancellationToken);
        await Task.WhenAll(stopping, clearing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.Exception?.InnerException is MachineOperationException cores && clearing.Exception?.InnerException is MachineOperationException tags)
            throw new MachineOperationException("Stopping and clearing tags", [.. cores.Failures, .. tags.Failures], cores.Attempted + tags.Attempted);

        await stopping.ConfigureAwait(false);
        await clearing.ConfigureAwait(false);
    }

    /// <summary>Stops the application, unless <see cref="StopAsync"/> has and nothing was allocated since, and cleans up as much as possible in the time that the options allow. It does not throw:
    /// see <see cref="CleanUpError"/>. Its identifier is free again when all its cores have stopped, even if something else could not be cleaned up.</summary>
    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _ended, true);
        return new ValueTask(_closing.RunAsync(CloseAsync));
    }

    private async Task CloseAsync()
    {
        using var deadline = new CancellationTokenSource(_cleanUpTimeout, _time);
        try
        {
            await EndCallsAsync().ConfigureAwait(false);
            _coresStopped &= !_memory.MayHaveMore;
            if (!_coresStopped)
                await StopNowAsync(deadline.Token).ConfigureAwait(false);
            else
                await _tags.ClearAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (SpinnakerException exception)
        {
            CleanUpError = exception;
        }
        catch (OperationCanceledException exception)
        {
            CleanUpError = new SpinnakerTimeoutException($"Application {ApplicationId} could not be stopped within {_cleanUpTimeout.TotalSeconds:0.0##} s; it may go on.", exception) { Elapsed = _cleanUpTimeout };
        }
        finally
        {
            // An identifier whose cores may still run must not be given to others.
            if (_ownsId && _coresStopped)
                _applications.Sessions.ApplicationIds.FreeId(ApplicationId);

            _applications.Sessions.Forget(this);
            if (CleanUpError is { } error)
                MachineLog.CleanUpFailed(_applications.Connections.Logger, error, ApplicationId);
            else
                MachineLog.SessionEnded(_applications.Connections.Logger, ApplicationId);
        }
    }

    /// <summary>Ends the calls that set or allocate something. One that does not end leaves enough time for the stop.</summary>
    private async Task EndCallsAsync()
    {
        using var inTime = new CancellationTokenSource(_cleanUpTimeout / 2, _time);
        await _calls.EndAsync(inTime.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task SetTagAsync(int tag, ChipLocation? board, Func<MachineTags, CancellationToken, Task> set, CancellationToken cancellationToken) =>
        _calls.RunAsync(stop => _tags.SetAsync(tag, board, () => set(Live.Tags, stop)), cancellationToken);

    private async Task StopCoresAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SdramAllocation> blocks = _memory.BeginStop();
        await _applications.StopAsync(ApplicationId, Cores, cancellationToken).ConfigureAwait(false);
        _memory.EndStop(blocks);
        _coresStopped = true;
    }
}
