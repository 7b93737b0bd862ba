using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Spalloc.Tunnels;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Spalloc;

/// <summary>The way to the boards of a job, either direct or through the tunnel of the service. It opens connections of every kind in the same manner.</summary>
/// <remarks>
/// Through the tunnel, connections to BMPs and for announcements of boards are refused, with an error that says what to use instead. When the websocket breaks, it is opened again, and the channels of all
/// connections with it. Requests are sent again by their own timeouts. Those that must not be repeated end as of unknown outcome. It lasts as long as the job. Protocol: spalloc.md, "The tunnel".
/// </remarks>
public sealed class JobNetwork
{
    private static readonly TimeSpan s_initialTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_maxTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_giveUpAfter = TimeSpan.FromSeconds(20);

    private readonly TunnelNetwork? _tunnel;
    private readonly ServiceSettings _settings;

    internal JobNetwork(JobMachine machine, TunnelNetwork? tunnel, ServiceSettings settings)
    {
        Machine = machine;
        _tunnel = tunnel;
        _settings = settings;
    }

    /// <summary>The boards that it leads to.</summary>
    public JobMachine Machine { get; }

    /// <summary>Whether it leads through the tunnel.</summary>
    public bool IsTunnel => _tunnel is not null;

    /// <summary>Where the sockets of connections come from, for <see cref="ConnectionOptions.Network"/>: the tunnel, or the system's UDP.</summary>
    public IDatagramNetwork Network => _tunnel is null ? UdpNetwork.Instance : _tunnel;

    /// <summary>The chip with the Ethernet of the board that the machine is booted by: (0, 0), or the first there is.</summary>
    public ChipLocation RootChip => Machine.Hosts.Any(static host => host.Chip == default) ? default : Machine.Hosts[0].Chip;

    /// <summary>Address and port of a board.</summary>
    /// <param name="chip">The chip with its Ethernet, in the job's own coordinates.</param>
    /// <param name="port">The port, 1 to 65535. The default is 17893, that for commands.</param>
    /// <exception cref="SpinnakerConnectionException">There is no such board, or its host is a name: <see cref="BoardAddress"/> finds out what that stands for.</exception>
    public IPEndPoint GetBoard(ChipLocation chip, int port = ScpMessage.Port)
    {
        InvalidParameterException.ThrowIfOutside(port, 1, IPEndPoint.MaxPort, nameof(port));
        if (_tunnel is not null)
            return new IPEndPoint(_tunnel.Boards.AddressOf(chip), port);

        string host = Machine.Hosts.FirstOrDefault(one => one.Chip == chip)?.Host ?? throw new SpinnakerConnectionException($"{Machine} have no Ethernet at chip {chip}.");
        return IPAddress.TryParse(host, out IPAddress? address)
            ? new IPEndPoint(address, port)
            : throw new SpinnakerConnectionException($"The host of the board at chip {chip} is '{host}', which is a name and no address.");
    }

    /// <summary>Connects to the monitors of a board.</summary>
    /// <param name="chip">The chip with its Ethernet, in the job's own coordinates.</param>
    /// <param name="options">How the connection behaves; its network is this one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpinnakerConnectionException">There is no such board, or it cannot be reached.</exception>
    public ValueTask<ScampConnection> ConnectScampAsync(ChipLocation chip, ScampConnectionOptions? options = null, CancellationToken cancellationToken = default) =>
        ScampConnection.ConnectAsync(GetBoard(chip), Adapt(options ?? new ScampConnectionOptions()) with { Chip = chip }, cancellationToken);

    /// <summary>Connects to the boot ROM of the board at chip (0, 0).</summary>
    /// <inheritdoc cref="ConnectScampAsync"/>
    public ValueTask<BootConnection> ConnectBootAsync(BootConnectionOptions? options = null, CancellationToken cancellationToken = default) =>
        BootConnection.OpenAsync(GetBoard(RootChip, BootMessage.Port), (options ?? new BootConnectionOptions()) with { Network = NetworkOf(options) }, cancellationToken);

    /// <summary>Connects to a board for EIEIO messages.</summary>
    /// <param name="chip">The chip with its Ethernet, in the job's own coordinates.</param>
    /// <param name="port">The port that a reverse IP tag listens at. The default is 17893.</param>
    /// <param name="options">How the connection behaves; its network is this one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="ConnectScampAsync"/>
    public ValueTask<EieioConnection> ConnectEieioAsync(ChipLocation chip, int port = ScpMessage.Port, ConnectionOptions? options = null, CancellationToken cancellationToken = default) =>
        EieioConnection.ConnectAsync(GetBoard(chip, port), (options ?? new ConnectionOptions()) with { Network = NetworkOf(options) }, cancellationToken);

    /// <summary>Listens for EIEIO messages of all boards. Through the tunnel the local address and port are those of the service, by which boards reach it.</summary>
    /// <param name="options">How the connection behaves; its network is this one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="ConnectScampAsync"/>
    public async ValueTask<EieioConnection> ListenEieioAsync(ConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ConnectionOptions();
        if (_tunnel is null)
            return await EieioConnection.ListenAsync(options.LocalPort, options, cancellationToken).ConfigureAwait(false);

        TunnelSocket socket = await _tunnel.OpenAsync(remote: null, options.ReceiveBufferSize, cancellationToken).ConfigureAwait(false);
        return await EieioConnection.ListenAsync(0, options with { Network = new OpenedSocket(socket), TimeProvider = TimeOf(options) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes options for commands fit for this way: through the tunnel, its network and timeouts for the internet; else they stay as they are.</summary>
    public ScampConnectionOptions Adapt(ScampConnectionOptions options) => _tunnel is null
        ? options
        : (options ?? throw new ArgumentNullException(nameof(options))) with
        {
            Network = _tunnel,
            InitialTimeout = Longer(options.InitialTimeout, s_initialTimeout),
            MaxTimeout = Longer(options.MaxTimeout, s_maxTimeout),
            GiveUpAfter = Longer(options.GiveUpAfter, s_giveUpAfter),
        };

    internal TransceiverOptions Adapt(TransceiverOptions options, JobSession session) => options with
    {
        DetectBmp = false,
        Connection = Adapt(options.Connection) with { ConfigureResending = LostJobStrategy.Around(session, options.Connection.ConfigureResending) },
        BoardEndPoint = _tunnel is null ? options.BoardEndPoint : static address => new IPEndPoint(address, ScpMessage.Port),
        BootEndPoint = _tunnel is null ? options.BootEndPoint : static address => new IPEndPoint(address, BootMessage.Port),
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private IDatagramNetwork NetworkOf(ConnectionOptions? options) => _tunnel is null ? options?.Network ?? UdpNetwork.Instance : _tunnel;

    private TimeProvider TimeOf(ConnectionOptions options) => ReferenceEquals(options.TimeProvider, TimeProvider.System) ? _settings.Time : options.TimeProvider;

    /// <summary>A network that is one socket, opened before.</summary>
    private sealed class OpenedSocket(IDatagramSocket socket) : IDatagramNetwork
    {
        public bool TellsSenders => false;

        public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) => socket;
    }
}
