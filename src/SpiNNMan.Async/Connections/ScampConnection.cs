using System.Net;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Connections;

/// <summary>Commands, and SDP messages, to the chips and cores behind one board's Ethernet.</summary>
/// <example><code>
/// await using var scamp = await ScampConnection.ConnectAsync("192.168.240.253");
/// VersionInfo version = await scamp.GetVersionAsync();
/// byte[] data = await scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x60000000, 1 &lt;&lt; 20);
/// </code></example>
/// <remarks>Any number of callers may share it. Protocol: connections.md, "Commands".</remarks>
public sealed partial class ScampConnection : SdpConnection, IScpConnection
{
    private readonly ScpExchange _exchange;
    private int _chip;

    private ScampConnection(IDatagramSocket socket, ScampConnectionOptions options)
        : base(socket, options, options.Chip)
    {
        Settings = options;
        _exchange = new ScpExchange(socket, Datagrams, options, Place);
        UpdateChipCoordinates(options.Chip);
    }

    /// <inheritdoc/>
    public ChipLocation Chip
    {
        get
        {
            int chip = Volatile.Read(ref _chip);
            return new ChipLocation((byte)(chip >> 8), (byte)chip);
        }
    }

    /// <inheritdoc/>
    public override ConnectionStatistics Statistics => _exchange.Multiplexer.AddTo(base.Statistics);

    /// <summary>How it was to behave when it was made.</summary>
    internal ScampConnectionOptions Settings { get; }

    internal override int OutstandingBuffers => base.OutstandingBuffers + _exchange.Multiplexer.OutstandingBuffers;

    private protected override ChipLocation? ReplyChip => Chip;

    /// <summary>Connects to the monitors of a board.</summary>
    /// <param name="host">The board's name or address. Of a name with several addresses, the one is taken that <see cref="BoardAddress"/> finds.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <returns>The connection. Nothing has been sent by it yet: that a board is there shows with the first request.</returns>
    /// <exception cref="SpinnakerConnectionException">The name cannot be resolved, or no socket can be opened.</exception>
    public static async ValueTask<ScampConnection> ConnectAsync(
        string host, ScampConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        IPEndPoint board = await BoardAddress.FindAsync(host, ScpMessage.Port, options, cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(board, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Connects to the monitors of a board whose port is not the usual one.</summary>
    /// <param name="board">The board's address and port.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <inheritdoc cref="ConnectAsync(string, ScampConnectionOptions?, CancellationToken)"/>
    public static ValueTask<ScampConnection> ConnectAsync(
        IPEndPoint board, ScampConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(board);
        return OpenCoreAsync(board, options ?? new ScampConnectionOptions(), cancellationToken);
    }

    /// <inheritdoc cref="ConnectAsync(string, ScampConnectionOptions?, CancellationToken)"/>
    public static ValueTask<ScampConnection> ConnectAsync(string host, CancellationToken cancellationToken) => ConnectAsync(host, options: null, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(IPEndPoint, ScampConnectionOptions?, CancellationToken)"/>
    public static ValueTask<ScampConnection> ConnectAsync(IPEndPoint board, CancellationToken cancellationToken) => ConnectAsync(board, options: null, cancellationToken);

    /// <summary>Opens a connection without a peer, for <see cref="SendScpRequestToAsync"/>; requests cannot be awaited on it.</summary>
    /// <inheritdoc cref="ConnectAsync(string, ScampConnectionOptions?, CancellationToken)"/>
    public static ValueTask<ScampConnection> OpenAsync(ScampConnectionOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenCoreAsync(board: null, options ?? new ScampConnectionOptions(), cancellationToken);

    /// <inheritdoc cref="OpenAsync(ScampConnectionOptions?, CancellationToken)"/>
    public static new ValueTask<ScampConnection> OpenAsync(CancellationToken cancellationToken) => OpenAsync(options: null, cancellationToken);

    /// <summary>Says which chip the connection goes to, once it is known.</summary>
    public void UpdateChipCoordinates(ChipLocation chip)
    {
        Volatile.Write(ref _chip, (chip.X << 8) | chip.Y);
        _exchange.Multiplexer.SetHome(chip);
    }

    /// <inheritdoc/>
    public ValueTask<TResponse> ExecuteAsync<TResponse>(IScpRequest<TResponse> request, CancellationToken cancellationToken = default) =>
        _exchange.ExecuteAsync<IScpRequest<TResponse>, TResponse>(request, Chip, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TResponse> ExecuteAsync<TRequest, TResponse>(TRequest request, CancellationToken cancellationToken = default)
        where TRequest : struct, IScpRequest<TResponse>
        => _exchange.ExecuteAsync<TRequest, TResponse>(request, Chip, cancellationToken);

    /// <inheritdoc/>
    public byte[] GetScpData(IScpRequest request, ChipLocation? source = null, ushort sequence = 0) =>
        ScpExchange.Encode(request, source ?? Chip, sequence);

    /// <inheritdoc/>
    public ValueTask SendScpRequestAsync(IScpRequest request, ushort sequence = 0, CancellationToken cancellationToken = default) =>
        SendAsync(GetScpData(request, sequence: sequence), cancellationToken);

    /// <summary>Sends a request to port 17893 of any board, without waiting for the reply.</summary>
    /// <param name="request">The request.</param>
    /// <param name="source">The chip whose Ethernet should send the reply out: that of the board.</param>
    /// <param name="board">The board's address.</param>
    /// <param name="sequence">The sequence number that the reply will have.</param>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <exception cref="SpinnakerConnectionException">The network reported an error, or the connection is closed.</exception>
    public ValueTask SendScpRequestToAsync(
        IScpRequest request, ChipLocation source, IPAddress board, ushort sequence = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(board);
        return SendToAsync(GetScpData(request, source, sequence), new IPEndPoint(board, ScpMessage.Port), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<ScpResponse> ReceiveScpResponseAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        ScpExchange.Decode(await ReceiveWithAddressAsync(timeout ?? ScpExchange.DefaultReceiveTimeout, cancellationToken).ConfigureAwait(false));

    private protected override void OnSending(ReadOnlySpan<byte> datagram) => _exchange.OnSending(datagram);

    private protected override IPumpBorrower? Borrower => _exchange.Multiplexer.Borrower;

    private protected override void OnBatchBegins() => _exchange.Multiplexer.BeginBatch();

    private protected override void OnBatchEnds() => _exchange.Multiplexer.EndBatch();

    private protected override void OnReceived(Datagram datagram)
    {
        if (!_exchange.Multiplexer.TryTake(datagram))
            base.OnReceived(datagram);
    }

    private protected override void OnWireError(SpinnakerConnectionException error)
    {
        if (!_exchange.TryRefuse(error))
            base.OnWireError(error);
    }

    private protected override ValueTask OnClosingAsync() => _exchange.Multiplexer.DisposeAsync();

    private static async ValueTask<ScampConnection> OpenCoreAsync(IPEndPoint? board, ScampConnectionOptions options, CancellationToken cancellationToken)
    {
        IDatagramSocket socket = await SocketOpener.OpenAsync(options, board, cancellationToken).ConfigureAwait(false);
        var connection = new ScampConnection(socket, options);
        connection.Start();
        return connection;
    }
}
