using System.Net;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Connections;

/// <summary>Commands to a board management processor, which powers and watches the boards of a frame.</summary>
/// <remarks>Protocol: connections.md, "Commands", and bmp.md.</remarks>
public sealed class BmpConnection : MessageConnection<ReceivedDatagram>, IScpConnection
{
    private readonly ScpExchange _exchange;

    private BmpConnection(IDatagramSocket socket, BmpConnectionData data, BmpConnectionOptions options)
        : base(socket, options)
    {
        _exchange = new ScpExchange(socket, Datagrams, options, Place);
        Boards = data.Boards;
        Cabinet = data.Cabinet;
        Frame = data.Frame;
    }

    /// <summary>The boards that this connection is for.</summary>
    public BoardSet Boards { get; }

    /// <summary>The cabinet of the frame; BMPs do not look at it.</summary>
    public int Cabinet { get; }

    /// <summary>The frame; BMPs do not look at it.</summary>
    public int Frame { get; }

    /// <summary>Always (0, 0).</summary>
    public ChipLocation Chip => default;

    /// <inheritdoc/>
    public override ConnectionStatistics Statistics => _exchange.Multiplexer.AddTo(base.Statistics);

    internal override int OutstandingBuffers => base.OutstandingBuffers + _exchange.Multiplexer.OutstandingBuffers;

    /// <summary>Connects to a BMP.</summary>
    /// <param name="data">Where it is, and the boards it is for.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <returns>The connection. Nothing has been sent yet: that a BMP is there shows with the first request.</returns>
    /// <exception cref="SpinnakerConnectionException">The name cannot be resolved, or no socket can be opened.</exception>
    public static async ValueTask<BmpConnection> ConnectAsync(
        BmpConnectionData data, BmpConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new BmpConnectionOptions();
        IDatagramSocket socket = await SocketOpener.OpenAsync(
            options, await BoardAddress.FindAsync(data.Host, data.Port, options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var connection = new BmpConnection(socket, data, options);
        connection.Start();
        return connection;
    }

    /// <summary>Connects to the BMP at an address, for board 0.</summary>
    /// <inheritdoc cref="ConnectAsync(BmpConnectionData, BmpConnectionOptions?, CancellationToken)"/>
    public static ValueTask<BmpConnection> ConnectAsync(IPEndPoint bmp, BmpConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bmp);
        return ConnectAsync(new BmpConnectionData(bmp.Address.ToString(), Boards: [0], Port: bmp.Port), options, cancellationToken);
    }

    /// <summary>Connects to the BMP with a name or address, for board 0.</summary>
    /// <param name="host">The name or address.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <inheritdoc cref="ConnectAsync(BmpConnectionData, BmpConnectionOptions?, CancellationToken)"/>
    public static ValueTask<BmpConnection> ConnectAsync(string host, BmpConnectionOptions? options = null, CancellationToken cancellationToken = default) =>
        ConnectAsync(new BmpConnectionData(host, Boards: [0]), options, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(BmpConnectionData, BmpConnectionOptions?, CancellationToken)"/>
    public static ValueTask<BmpConnection> ConnectAsync(BmpConnectionData data, CancellationToken cancellationToken) => ConnectAsync(data, options: null, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(IPEndPoint, BmpConnectionOptions?, CancellationToken)"/>
    public static ValueTask<BmpConnection> ConnectAsync(IPEndPoint bmp, CancellationToken cancellationToken) => ConnectAsync(bmp, options: null, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(string, BmpConnectionOptions?, CancellationToken)"/>
    public static ValueTask<BmpConnection> ConnectAsync(string host, CancellationToken cancellationToken) => ConnectAsync(host, options: null, cancellationToken);

    /// <summary>Asks a board's BMP which software it runs.</summary>
    /// <param name="board">The board, 0 to 23; by default the first of <see cref="Boards"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public ValueTask<VersionInfo> GetVersionAsync(int? board = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync<BmpGetVersion, VersionInfo>(new BmpGetVersion(board ?? Boards.First), cancellationToken);

    /// <summary>Switches boards on. Boards that are on already are switched off and on again.</summary>
    /// <param name="boards">The boards; by default <see cref="Boards"/>.</param>
    /// <param name="delay">Each board waits its number times this long, so that they do not draw power all at once. The default is zero.</param>
    /// <param name="cancellationToken">Ends the waiting. The boards are switched nevertheless.</param>
    /// <returns>When the board that was asked is on: seconds later. Its monitor is not booted yet.</returns>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public ValueTask PowerOnAsync(BoardSet? boards = null, TimeSpan delay = default, CancellationToken cancellationToken = default) =>
        SetPowerAsync(PowerCommand.PowerOn, boards, delay, cancellationToken);

    /// <summary>Switches boards off. Their memory is lost.</summary>
    /// <param name="boards">The boards; by default <see cref="Boards"/>.</param>
    /// <param name="delay">Each board waits its number times this long. The default is zero.</param>
    /// <param name="cancellationToken">Ends the waiting. The boards are switched nevertheless.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public ValueTask PowerOffAsync(BoardSet? boards = null, TimeSpan delay = default, CancellationToken cancellationToken = default) =>
        SetPowerAsync(PowerCommand.PowerOff, boards, delay, cancellationToken);

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

    /// <inheritdoc/>
    public async ValueTask<ScpResponse> ReceiveScpResponseAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        ScpExchange.Decode(await ReceiveWithAddressAsync(timeout ?? ScpExchange.DefaultReceiveTimeout, cancellationToken).ConfigureAwait(false));

    private protected override bool TryDecode(Datagram datagram, out ReceivedDatagram message, out PacketError error)
    {
        message = new ReceivedDatagram(datagram.Span.ToArray(), datagram.RemoteEndPoint!);
        error = default;
        return true;
    }

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

    private async ValueTask SetPowerAsync(PowerCommand command, BoardSet? boards, TimeSpan delay, CancellationToken cancellationToken) =>
        await ExecuteAsync<SetPower, Acknowledgement>(new SetPower(command, boards ?? Boards, delay), cancellationToken).ConfigureAwait(false);
}
