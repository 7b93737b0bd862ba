using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Connections;

/// <summary>Plain datagrams, to and from one peer or anyone.</summary>
/// <remarks>Protocol: connections.md, "Datagrams".</remarks>
public sealed class UdpConnection : MessageConnection<ReceivedDatagram>
{
    private UdpConnection(IDatagramSocket socket, ConnectionOptions options)
        : base(socket, options)
    {
    }

    /// <summary>Opens a connection.</summary>
    /// <param name="remoteHost">The name or address of the only peer. The connection has one only if <paramref name="remotePort"/> is given too. Of a name with
    /// several addresses the first is taken, since the connection cannot know the answers of its peer. For a board, find the address with <see cref="BoardAddress"/>.</param>
    /// <param name="remotePort">The port of the only peer, 1 to 65535.</param>
    /// <param name="options">How it behaves, and the local address and port that it binds to.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="SpinnakerConnectionException">A name cannot be resolved, an address is not this computer's, or a port is taken.</exception>
    public static async ValueTask<UdpConnection> OpenAsync(
        string? remoteHost = null, int? remotePort = null, ConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ConnectionOptions();
        if (remotePort is { } port)
            InvalidParameterException.ThrowIfOutside(port, 1, 65535, nameof(remotePort));

        IDatagramSocket socket = await SocketOpener
            .OpenAsync(options, remotePort is null ? null : remoteHost, remotePort ?? 0, cancellationToken).ConfigureAwait(false);
        var connection = new UdpConnection(socket, options);
        connection.Start();
        return connection;
    }

    /// <inheritdoc cref="OpenAsync(string?, int?, ConnectionOptions?, CancellationToken)"/>
    public static ValueTask<UdpConnection> OpenAsync(CancellationToken cancellationToken) => OpenAsync(remoteHost: null, cancellationToken: cancellationToken);

    private protected override bool TryDecode(Datagram datagram, out ReceivedDatagram message, out PacketError error)
    {
        message = new ReceivedDatagram(datagram.Span.ToArray(), datagram.RemoteEndPoint!);
        error = default;
        return true;
    }
}
