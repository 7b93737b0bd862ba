using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Connections;

/// <summary>EIEIO messages: spikes and other keys, live, and the commands around them.</summary>
/// <remarks>Boards send them through IP tags that strip the SDP header, and take them at the ports of reverse IP tags.
/// Protocol: connections.md, "EIEIO messages".</remarks>
public sealed partial class EieioConnection : MessageConnection<EieioMessage>, IEieioConnection
{
    private EieioConnection(IDatagramSocket socket, ConnectionOptions options)
        : base(socket, options)
    {
    }

    /// <summary>Listens to all senders.</summary>
    /// <param name="port">The local port. The default is 0: one of the system's choice, found in <see cref="DatagramConnection.LocalPort"/>.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="SpinnakerConnectionException">The port is taken, or the local address is not this computer's.</exception>
    public static ValueTask<EieioConnection> ListenAsync(int port = 0, ConnectionOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync((options ?? new ConnectionOptions()) with { LocalPort = port }, remote: null, cancellationToken);

    /// <summary>Connects to one peer: a board's reverse IP tag, or another program.</summary>
    /// <param name="remote">Its address and port.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="SpinnakerConnectionException">No socket can be opened.</exception>
    public static ValueTask<EieioConnection> ConnectAsync(IPEndPoint remote, ConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return OpenAsync(options ?? new ConnectionOptions(), remote, cancellationToken);
    }

    /// <inheritdoc cref="ListenAsync(int, ConnectionOptions?, CancellationToken)"/>
    public static ValueTask<EieioConnection> ListenAsync(CancellationToken cancellationToken) => ListenAsync(port: 0, options: null, cancellationToken);

    /// <inheritdoc cref="ListenAsync(int, ConnectionOptions?, CancellationToken)"/>
    public static ValueTask<EieioConnection> ListenAsync(int port, CancellationToken cancellationToken) => ListenAsync(port, options: null, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(IPEndPoint, ConnectionOptions?, CancellationToken)"/>
    public static ValueTask<EieioConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellationToken) => ConnectAsync(remote, options: null, cancellationToken);

    /// <summary>Connects to one peer by its name: the reverse IP tag of a board, or another program.</summary>
    /// <param name="host">The name or address. A name with several addresses is found as <see cref="BoardAddress"/> finds boards.</param>
    /// <param name="port">The port of the peer, 1 to 65535.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="InvalidParameterException">The port is out of range.</exception>
    /// <exception cref="SpinnakerConnectionException">The name cannot be resolved, or no socket can be opened.</exception>
    public static async ValueTask<EieioConnection> ConnectAsync(string host, int port, ConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        IPEndPoint board = await BoardAddress.FindAsync(host, options: options, cancellationToken: cancellationToken).ConfigureAwait(false);
        InvalidParameterException.ThrowIfOutside(port, 1, IPEndPoint.MaxPort, nameof(port));
        return await ConnectAsync(new IPEndPoint(board.Address, port), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Receives one message.</summary>
    /// <param name="timeout">How long to wait: 0 takes only a message that is there, <see langword="null"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidPacketException">A datagram came that is no EIEIO message.</exception>
    /// <exception cref="SpinnakerTimeoutException">Nothing came in time.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error, or the connection is closed.</exception>
    public ValueTask<EieioMessage> ReceiveEieioMessageAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        ReceiveMessageAsync(timeout, cancellationToken);

    /// <summary>Sends a message to the peer.</summary>
    /// <exception cref="SpinnakerConnectionException">There is no peer, or the network reported an error.</exception>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    public ValueTask SendEieioMessageAsync(EieioMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync(message.ToArray(), cancellationToken);
    }

    /// <summary>Sends a message to anyone.</summary>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    public ValueTask SendEieioMessageToAsync(EieioMessage message, IPEndPoint destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendToAsync(message.ToArray(), destination, cancellationToken);
    }

    private protected override bool TryDecode(Datagram datagram, out EieioMessage message, out PacketError error)
    {
        bool parsed = EieioMessage.TryParse(datagram.Span.ToArray(), out EieioMessage? decoded, out error);
        message = decoded!;
        return parsed;
    }

    private static async ValueTask<EieioConnection> OpenAsync(ConnectionOptions options, IPEndPoint? remote, CancellationToken cancellationToken)
    {
        IDatagramSocket socket = await SocketOpener.OpenAsync(options, remote, cancellationToken).ConfigureAwait(false);
        var connection = new EieioConnection(socket, options);
        connection.Start();
        return connection;
    }
}
