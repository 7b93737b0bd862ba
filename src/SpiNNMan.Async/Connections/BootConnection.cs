using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Connections;

/// <summary>Boot messages to the ROM of a board that has nothing running yet.</summary>
/// <remarks>Protocol: connections.md, "Boot messages".</remarks>
public sealed class BootConnection : MessageConnection<BootMessage>
{
    private readonly BootConnectionOptions _options;

    private BootConnection(IDatagramSocket socket, BootConnectionOptions options)
        : base(socket, options) => _options = options;

    /// <summary>Opens a connection.</summary>
    /// <param name="remoteHost">The board's name or address; <see langword="null"/> for none. A name with several addresses is asked for its version at all of them, on the port for commands. A board that
    /// runs answers. A board that waits to be booted cannot answer. Without an answer it is the first address that did not refuse: see <see cref="BoardAddress"/>.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="SpinnakerConnectionException">The name cannot be resolved, or no socket can be opened.</exception>
    public static async ValueTask<BootConnection> OpenAsync(
        string? remoteHost = null, BootConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new BootConnectionOptions();
        IPEndPoint? remote = remoteHost is null
            ? null
            : new IPEndPoint((await BoardAddress.FindAsync(remoteHost, ScpMessage.Port, options, cancellationToken).ConfigureAwait(false)).Address, BootMessage.Port);
        return Open(await SocketOpener.OpenAsync(options, remote, cancellationToken).ConfigureAwait(false), options);
    }

    /// <summary>Opens a connection to a board whose boot port is not the usual one.</summary>
    /// <param name="board">The board's address and port.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <inheritdoc cref="OpenAsync(string?, BootConnectionOptions?, CancellationToken)"/>
    public static async ValueTask<BootConnection> OpenAsync(
        IPEndPoint board, BootConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(board);
        options ??= new BootConnectionOptions();
        return Open(await SocketOpener.OpenAsync(options, board, cancellationToken).ConfigureAwait(false), options);
    }

    /// <inheritdoc cref="OpenAsync(string?, BootConnectionOptions?, CancellationToken)"/>
    public static ValueTask<BootConnection> OpenAsync(CancellationToken cancellationToken) => OpenAsync(remoteHost: null, options: null, cancellationToken);

    /// <inheritdoc cref="OpenAsync(string?, BootConnectionOptions?, CancellationToken)"/>
    public static ValueTask<BootConnection> OpenAsync(string? remoteHost, CancellationToken cancellationToken) => OpenAsync(remoteHost, options: null, cancellationToken);

    /// <inheritdoc cref="OpenAsync(IPEndPoint, BootConnectionOptions?, CancellationToken)"/>
    public static ValueTask<BootConnection> OpenAsync(IPEndPoint board, CancellationToken cancellationToken) => OpenAsync(board, options: null, cancellationToken);

    /// <summary>Sends a message, and pauses as long as the board needs to take it in.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Prevents the sending, or ends the pause.</param>
    /// <exception cref="SpinnakerConnectionException">There is no board, or the network reported an error.</exception>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    public async ValueTask SendBootMessageAsync(BootMessage message, CancellationToken cancellationToken = default)
    {
        await SendAsync(message.ToArray(), cancellationToken).ConfigureAwait(false);
        await Pause.ForAsync(_options.Pause, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Receives one boot message.</summary>
    /// <param name="timeout">How long to wait: 0 takes only a message that is there, <see langword="null"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidPacketException">A datagram came that is no boot message.</exception>
    /// <exception cref="SpinnakerTimeoutException">Nothing came in time.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error, or the connection is closed.</exception>
    public ValueTask<BootMessage> ReceiveBootMessageAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        ReceiveMessageAsync(timeout, cancellationToken);

    private protected override bool TryDecode(Datagram datagram, out BootMessage message, out PacketError error) =>
        BootMessage.TryParse(datagram.Span.ToArray(), out message, out error);

    private static BootConnection Open(IDatagramSocket socket, BootConnectionOptions options)
    {
        var connection = new BootConnection(socket, options);
        connection.Start();
        return connection;
    }
}
