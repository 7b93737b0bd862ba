using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Chips;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Health;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Machines.Snapshots;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async;

/// <summary>A whole machine: everything a host does with it, over all its boards at once.</summary>
/// <example><code>
/// await using Transceiver transceiver = await Transceiver.OpenAsync("192.168.240.253");
/// Console.WriteLine(transceiver.Machine);
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. After disposal, every method that uses the machine throws an <see cref="ObjectDisposedException"/>. The known facts of
/// the machine can still be read. Protocol: models.md, "Finding out what a machine has".</remarks>
[Traced(nameof(Transceiver))]
public class Transceiver : IAsyncDisposable
{
    private readonly TransceiverOptions _options;
    private readonly MachineConnections _connections;
    private readonly RunOnce _closing = new();

    private protected Transceiver(TransceiverOptions options, OpenedMachine opened)
    {
        _options = options;
        _connections = opened.Connections;
        Version = opened.Version;
        Report = opened.Report;
        Boards = opened.Boards ?? BmpController.WithoutBmps();
        var memory = new TracedMachineMemory(_connections);
        bool leavesPartsOut = opened.Report.Of(DiscoveryFindingKind.Ignored, DiscoveryFindingKind.CutOffChip, DiscoveryFindingKind.BusyCore).Any();
        Memory = memory;
        var sdram = new TracedMachineSdram(_connections, new SdramAllocator(_connections));
        var tags = new TracedMachineTags(_connections);
        var iobuf = new TracedMachineIobuf(_connections);
        Sdram = sdram;
        Chips = new TracedMachineChips(_connections, memory);
        Iobuf = iobuf;
        Routing = new TracedMachineRouting(_connections, memory);
        Tags = tags;
        var applications = new TracedMachineApplications(_connections, sdram, tags, iobuf, leavesPartsOut);
        memory.Streaming.Loader = new StreamingPrograms(applications);
        Applications = applications;
    }

    /// <summary>For tests that replace this part by a double.</summary>
    protected Transceiver()
    {
        _options = null!;
        _connections = null!;
    }

    /// <summary>The machine as it was discovered.</summary>
    public virtual Machine Machine => _connections.Machine;

    /// <summary>The software that the monitors run.</summary>
    public virtual VersionInfo Version { get; }

    /// <summary>The faults that were found when the machine was discovered, and the parts that were left out.</summary>
    public virtual DiscoveryReport Report { get; } = null!;

    /// <summary>Switches and watches its boards. If it was opened without BMPs, everything that asks or switches throws a <see cref="SpinnakerConnectionException"/>, and
    /// <see cref="BmpController.HasBmps"/> is <see langword="false"/>.</summary>
    public virtual BmpController Boards { get; } = null!;

    /// <summary>Memory of its chips.</summary>
    public virtual MachineMemory Memory { get; } = null!;

    /// <summary>SDRAM that is allocated and freed, and the heaps of its chips.</summary>
    public virtual MachineSdram Sdram { get; } = null!;

    /// <summary>Applications: loads, starts, signals, watches and stops them.</summary>
    public virtual MachineApplications Applications { get; } = null!;

    /// <summary>Routes and counters of its routers.</summary>
    public virtual MachineRouting Routing { get; } = null!;

    /// <summary>IP tags of its boards.</summary>
    public virtual MachineTags Tags { get; } = null!;

    /// <summary>The text that its cores print.</summary>
    public virtual MachineIobuf Iobuf { get; } = null!;

    /// <summary>Settings of its chips: system variables, user registers, LEDs, clocks.</summary>
    public virtual MachineChips Chips { get; } = null!;

    /// <summary>The connections to its boards; the first is that to the board it was opened by.</summary>
    public virtual IReadOnlyList<ScampConnection> Connections => _connections.Opened;

    /// <summary>The chips that did not answer when this process last asked them together with others, column by column. Chips that are missing in <see cref="Machine"/> for this reason are included.</summary>
    /// <remarks>
    /// An operation on many chips or cores first asks such a chip once, for two and a half times <see cref="Connections.ScpConnectionOptions.InitialTimeout"/>. A chip that answers is
    /// taken back at once, and a silent chip fails without more waiting. An operation on a single chip or core over its connection is always tried for all of
    /// <see cref="Connections.ScpConnectionOptions.GiveUpAfter"/>; and so is everything after <see cref="ForgetSilentParts"/>, or with <see cref="DiscoveryOptions.WaitForSilentParts"/>.
    /// </remarks>
    public virtual IReadOnlyList<ChipLocation> SilentChips => _connections.Silent.Chips;

    /// <summary>Opens a machine by the name or address of one of its boards.</summary>
    /// <param name="host">The name or address.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="OpenAsync(IPEndPoint, TransceiverOptions?, CancellationToken)"/>
    public static async Task<Transceiver> OpenAsync(string host, TransceiverOptions? options = null, CancellationToken cancellationToken = default)
    {
        options?.MakeReadOnly();
        IPEndPoint board = await BoardAddress.FindAsync(host, ScpMessage.Port, options?.Connection, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(board, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the machine that the options name.</summary>
    /// <param name="options">Its <see cref="TransceiverOptions.Host"/>, and how to go about it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">The options name no host.</exception>
    /// <inheritdoc cref="OpenAsync(IPEndPoint, TransceiverOptions?, CancellationToken)"/>
    public static Task<Transceiver> OpenAsync(TransceiverOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.Host))
            throw new InvalidParameterException(nameof(options.Host), options.Host, "name the host, here or as the first argument");

        return OpenAsync(options.Host, options, cancellationToken);
    }

    /// <summary>Opens a machine by the address and port of one of its boards. It probes the board, and switches it on and boots it if
    /// the options allow it. Then it waits until the machine is ready, discovers it, and connects to all its boards.</summary>
    /// <param name="board">Address and port.</param>
    /// <param name="options">The options. By default the machine must be booted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransceiverOpenException">There is no machine that is ready or could be made ready. The error says what answered, and what to do.</exception>
    /// <exception cref="BoardBootException">The machine could not be booted.</exception>
    /// <exception cref="BoardOperationException">A BMP does not answer, or could not switch the boards on.</exception>
    /// <exception cref="MachineDiscoveryException">It has faults, and the options say that this is an error.</exception>
    /// <exception cref="InvalidParameterException">The options want the boards switched off in the end, and name no BMP.</exception>
    /// <exception cref="SpinnakerConnectionException">The name cannot be resolved, or no socket can be opened.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board stopped answering.</exception>
    /// <exception cref="InvalidPacketException">The answers of the board contradict themselves.</exception>
    public static async Task<Transceiver> OpenAsync(IPEndPoint board, TransceiverOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(board);
        options ??= new TransceiverOptions();
        options.MakeReadOnly();
        if (options is { PowerOffOnClose: true, Bmps.Count: 0, DetectBmp: false })
        {
            throw new InvalidParameterException(
                nameof(TransceiverOptions.PowerOffOnClose), true, $"only BMPs can switch boards off: name them in {nameof(TransceiverOptions.Bmps)}, or set {nameof(TransceiverOptions.DetectBmp)}");
        }

        return new TracedTransceiver(options, await Verb.TraceAsync("Transceiver.Open", (board, options, cancellationToken), static open => TransceiverOpener.OpenAsync(open.board, open.options, open.cancellationToken)).ConfigureAwait(false));
    }

    /// <inheritdoc cref="OpenAsync(string, TransceiverOptions?, CancellationToken)"/>
    public static Task<Transceiver> OpenAsync(string host, CancellationToken cancellationToken) => OpenAsync(host, options: null, cancellationToken);

    /// <inheritdoc cref="OpenAsync(IPEndPoint, TransceiverOptions?, CancellationToken)"/>
    public static Task<Transceiver> OpenAsync(IPEndPoint board, CancellationToken cancellationToken) => OpenAsync(board, options: null, cancellationToken);

    /// <summary>The connection to the board that a chip is on; to the board the machine was opened by, if there is none.</summary>
    public virtual ScampConnection GetConnection(ChipLocation chip) => _connections.For(chip);

    /// <summary>Discovers the machine again, over the open connections.</summary>
    /// <param name="progress">Told after each chip.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The machine as it is now, and its faults. <see cref="Machine"/> does not change. Open the machine again to work with the changes.</returns>
    /// <exception cref="SpinnakerTimeoutException">The board it was opened by does not answer any more.</exception>
    /// <exception cref="MachineDiscoveryException">It has faults, and the options say that this is an error.</exception>
    public virtual async Task<(Machine Machine, DiscoveryReport Report)> DiscoverAsync(IProgress<SurveyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var settings = new DiscoverySettings(_options.Discovery, _options.Connection, _options.BoardEndPoint, [.. _connections.All.Skip(1)]);
        DiscoveredMachine discovered = await MachineDiscovery.RunAsync(_connections.Root, Machine.BootChip, settings, progress, cancellationToken).ConfigureAwait(false);
        return (discovered.Machine, discovered.Report);
    }

    /// <summary>Watches the machine: looks at its boards, chips and cores again and again, and names the problems with their times.</summary>
    /// <param name="options">How. By default once a second, for at most 2 % of the time of each board.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The machine at each look. Parts that do not answer are told of, and do not end it. The next look begins when the caller asks for it.</returns>
    /// <exception cref="ObjectDisposedException">The machine was disposed of, before or meanwhile.</exception>
    /// <remarks><see cref="BoardHealth"/> has the cost of the looks for each board, and the interval that follows from it. Any number of callers may watch, each for the whole cost.</remarks>
    public virtual IAsyncEnumerable<MachineHealth> WatchAsync(WatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        _connections.ThrowIfDisposed();
        options ??= new WatchOptions();
        options.MakeReadOnly();
        return HealthWatch.RunAsync(_connections, Boards, options, cancellationToken);
    }

    /// <summary>Forgets which chips and boards were silent: the next time they are waited for as all others are, also when the machine is discovered again.</summary>
    public virtual void ForgetSilentParts()
    {
        _connections.ThrowIfDisposed();
        _connections.Silent.Clear();
    }

    /// <summary>Makes a snapshot of the machine as it was discovered, to be stored and compared.</summary>
    public virtual MachineSnapshot TakeSnapshot() =>
        new(Machine, _options.Connection.TimeProvider.GetUtcNow(), Version.ToString(), _connections.Root.RemoteIPAddress?.ToString());

    /// <summary>Stops the applications that were started as sessions and are still open, and closes all connections. The machine keeps running, unless the options
    /// say that it is switched off.</summary>
    /// <exception cref="BoardOperationException">It was to be switched off, and that failed; the connections are closed.</exception>
    /// <remarks>A second call waits until the first has ended, and gets the same error.</remarks>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new ValueTask(_closing.RunAsync(CloseAsync));
    }

    private async Task CloseAsync()
    {
        string host = _connections.Opened[0].ToString()!;
        OpeningLog.Closing(_connections.Logger, host);
        await Memory.Streaming.CloseAsync().ConfigureAwait(false);
        await Applications.Sessions.CloseAsync().ConfigureAwait(false);
        _connections.MarkDisposed();
        foreach (ScampConnection connection in _connections.Opened)
            await connection.DisposeAsync().ConfigureAwait(false);

        try
        {
            if (_options.PowerOffOnClose)
                await Boards.PowerOffAsync().ConfigureAwait(false);
        }
        catch (SpinnakerException exception)
        {
            OpeningLog.SwitchingOffFailed(_connections.Logger, exception, host);
            throw;
        }
        finally
        {
            await Boards.DisposeAsync().ConfigureAwait(false);
            OpeningLog.Closed(_connections.Logger, host);
        }
    }
}
