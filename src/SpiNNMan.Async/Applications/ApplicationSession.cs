using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Applications;

/// <summary>An application on a machine, from its start to its stop. Disposing of it stops it, and frees its memory, its routing entries, the tags set through
/// the session and its identifier, whatever happened before.</summary>
/// <example><code>
/// await using ApplicationSession application = await transceiver.Applications.StartAsync("my_app.aplx", cores);
/// await application.WaitForStateAsync(CpuState.Finished, TimeSpan.FromMinutes(1));
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Once it was disposed of or detached, its identifier may be another application's: everything that would act
/// throws an <see cref="ObjectDisposedException"/>. Protocol: scp.md, "Applications".</remarks>
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
        _tags = new SessionTags(applications.Connections.For);
    }

    /// <summary>Its identifier: what it allocates with it is freed when it stops.</summary>
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

    /// <summary>What disposing of the session could not clean up, and why; <see langword="null"/> if it could, or has not yet.</summary>
    public SpinnakerException? CleanUpError { get; private set; }

    /// <summary>Starts cores that wait for the signal, and makes sure that they have heard it.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpinnakerTimeoutException">The board the machine was opened by does not answer.</exception>
    /// <exception cref="MachineOperationException">Some boards do not answer; or some cores still wait for the signal, though it was sent four times.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        for (int attempt = 1; attempt <= StartAttempts; attempt++)
        {
            await SignalAsync(Signal.Start, cancellationToken).ConfigureAwait(false);
            if ((await CountAsync(CpuState.Ready, cancellationToken).ConfigureAwait(false)).Count == 0)
                return;

            await Pause.ForAsync(attempt * s_effectPause, _time, cancellationToken).ConfigureAwait(false);
        }

        // Others may have cores of the same application: these are none of the session's business.
        IReadOnlyDictionary<CoreLocation, CpuState> states = await _applications.GetStatesAsync(Cores, cancellationToken).ConfigureAwait(false);
        MachineFailure[] waiting = [.. Cores.Where(core => states.GetValueOrDefault(core) == CpuState.Ready).Select(core => new MachineFailure(
            core, new SpinnakerException($"Application {ApplicationId} did not start: the core still waits for the signal, which was sent {StartAttempts} times.")))];
        if (waiting.Length > 0)
            throw new MachineOperationException("Starting", waiting, Cores.Count);
    }

    /// <summary>Sends a signal to all its cores.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="MachineApplications.SignalAsync"/>
    public Task SignalAsync(Signal signal, CancellationToken cancellationToken = default) =>
        Live.SignalAsync(ApplicationId, signal, cancellationToken: cancellationToken);

    /// <summary>Counts its cores that are in a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.CountAsync(byte, IReadOnlyCollection{CpuState}, CancellationToken)"/>
    public Task<StateCount> CountAsync(CpuState state, CancellationToken cancellationToken = default) =>
        Live.CountAsync(ApplicationId, [state], Cores.Select(core => _applications.Connections.Machine[core.Chip]), cancellationToken);

    /// <summary>Reads what the monitors know about its cores.</summary>
    /// <param name="states">If given, only cores in these states are read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.GetCpuInfosAsync"/>
    public Task<CpuInfos> GetCpuInfosAsync(IReadOnlyCollection<CpuState>? states = null, CancellationToken cancellationToken = default) =>
        Live.GetCpuInfosAsync(Cores, states, cancellationToken);

    /// <summary>Waits until all its cores are in a state at once.</summary>
    /// <param name="state">The state.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/>, the default, for ever.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.WaitForStateAsync"/>
    public Task WaitForStateAsync(CpuState state, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitForStateAsync([state], new WaitOptions { Timeout = timeout }, cancellationToken);

    /// <summary>Waits until all its cores are in one of some states at once.</summary>
    /// <param name="states">The states.</param>
    /// <param name="options">How long, which states are errors, and whom to tell.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.WaitForStateAsync"/>
    public Task WaitForStateAsync(IReadOnlyCollection<CpuState> states, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Live.WaitForStateAsync(Cores, states, options, cancellationToken);

    /// <summary>Streams the states of its cores: first all of them, then each change as it is seen.</summary>
    /// <param name="interval">How often their chips are asked. The default is 100 ms; what lasts shorter may not be seen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.WatchStatesAsync"/>
    public IAsyncEnumerable<CoreStateChange> WatchStatesAsync(TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Live.WatchStatesAsync(Cores, interval, cancellationToken);

    /// <summary>Asks in which states its cores are: one request for each chip.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="MachineApplications.GetStatesAsync"/>
    public Task<IReadOnlyDictionary<CoreLocation, CpuState>> GetStatesAsync(CancellationToken cancellationToken = default) => Live.GetStatesAsync(Cores, cancellationToken);

    /// <summary>Reads what its cores printed so far.</summary>
    /// <param name="cores">Some of its cores; by default all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The text of each core, in their order, empty where there is none.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips do not answer; the error has what the cores of the others printed.</exception>
    public Task<IReadOnlyList<Iobuf>> GetIobufAsync(IEnumerable<CoreLocation>? cores = null, CancellationToken cancellationToken = default) =>
        Live.Iobufs.GetAsync(cores ?? Cores, cancellationToken: cancellationToken);

    /// <summary>Follows what its cores print: first what is there, then what comes.</summary>
    /// <param name="interval">How long to wait between two looks, more than zero and up to a day. The default is half a second.</param>
    /// <param name="cancellationToken">Ends it; so does ending the enumeration.</param>
    /// <inheritdoc cref="MachineIobufs.FollowAsync"/>
    public IAsyncEnumerable<Iobuf> FollowIobufAsync(TimeSpan? interval = null, CancellationToken cancellationToken = default) => Live.Iobufs.FollowAsync(Cores, interval, cancellationToken);

    /// <summary>Asks a simulation on all its cores to store provenance data and end. It is not answered: wait for the state.</summary>
    /// <param name="cancellationToken">Prevents the sending.</param>
    public async Task UpdateProvenanceAndExitAsync(CancellationToken cancellationToken = default)
    {
        _ = Live;
        foreach (CoreLocation core in Cores)
            await Live.UpdateProvenanceAndExitAsync(core, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets an IP tag of a board, which is cleared when the session ends.</summary>
    /// <param name="board">The chip with the Ethernet of the board.</param>
    /// <param name="tag">The tag, 0 to 7; those up to 15 exist, but are the board's own.</param>
    /// <param name="destination">Where messages through it go. With the address 0.0.0.0 the board takes the sender's.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent. The default is <see langword="true"/>.</param>
    /// <param name="useSender">Whether the board takes address and port from this request. The default is <see langword="false"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="InvalidParameterException">The tag is above 15.</exception>
    public async Task SetIPTagAsync(
        ChipLocation board, byte tag, IPEndPoint destination, bool strip = true, bool useSender = false, CancellationToken cancellationToken = default)
    {
        _ = Live;
        await _tags.SetAsync(
            board, tag, scamp => scamp.SetIPTagAsync(tag, destination, strip, useSender, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Sets a reverse IP tag of a board, which is cleared when the session ends.</summary>
    /// <param name="board">The chip with the Ethernet of the board.</param>
    /// <param name="tag">The tag, 0 to 7; those up to 15 exist, but are the board's own.</param>
    /// <param name="port">The port of the board.</param>
    /// <param name="destination">The core and its SDP port.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="InvalidParameterException">The tag is above 15.</exception>
    public async Task SetReverseIPTagAsync(ChipLocation board, byte tag, ushort port, SdpEndpoint destination, CancellationToken cancellationToken = default)
    {
        _ = Live;
        await _tags.SetAsync(board, tag, scamp => scamp.SetReverseIPTagAsync(tag, port, destination, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Allocates SDRAM for the application, which is freed when it stops.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="tag">A name for the block, 1 to 255, by which it can be asked for again and found by the program; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The address.</returns>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer; without a tag, it may have allocated it.</exception>
    /// <exception cref="InvalidPacketException">There is not so much memory in one piece, or the tag is taken.</exception>
    public ValueTask<uint> AllocateSdramAsync(ChipLocation chip, uint size, byte? tag = null, CancellationToken cancellationToken = default) =>
        new(Live.Sdram.AllocateAtAsync(chip, size, ApplicationId, tag ?? 0, cancellationToken));

    /// <summary>Lets the application and what it has stay on the machine: disposing of the session does nothing any more. Its identifier stays taken.</summary>
    public void Detach()
    {
        Volatile.Write(ref _ended, true);
        _ = _closing.RunAsync(static () => Task.CompletedTask);
        _applications.Sessions.Forget(this);
    }

    /// <summary>Stops the application, frees what it has, and makes sure that all its cores are free.</summary>
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
        // Both at once: neither must wait for a board that hinders the other.
        Task stopping = StopCoresAsync(cancellationToken);
        Task clearing = _tags.ClearAsync(cancellationToken);
        await Task.WhenAll(stopping, clearing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.Exception?.InnerException is MachineOperationException cores && clearing.Exception?.InnerException is MachineOperationException tags)
            throw new MachineOperationException("Stopping and clearing tags", [.. cores.Failures, .. tags.Failures], cores.Attempted + tags.Attempted);

        await stopping.ConfigureAwait(false);
        await clearing.ConfigureAwait(false);
    }

    /// <summary>Stops the application, unless <see cref="StopAsync"/> has, and cleans up what it can, for as long as the options allow. It does not throw:
    /// see <see cref="CleanUpError"/>. Its identifier is free again when all its cores have stopped, whatever else could not be cleaned up.</summary>
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
                _applications.Sessions.AppIds.FreeId(ApplicationId);

            _applications.Sessions.Forget(this);
        }
    }

    private async Task StopCoresAsync(CancellationToken cancellationToken)
    {
        await _applications.StopAsync(ApplicationId, Cores, cancellationToken).ConfigureAwait(false);
        _coresStopped = true;
    }
}
