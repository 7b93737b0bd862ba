using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Connections;

/// <summary>Receives the announcements of boards that are switched on and not booted, and gives their addresses.</summary>
/// <remarks>Each such board announces itself about every four seconds. Only the port of the sender is checked.
/// Protocol: connections.md, "Announcements".</remarks>
public sealed class IPAddressesConnection : MessageConnection<IPAddress>
{
    private readonly int _announcementPort;

    private IPAddressesConnection(IDatagramSocket socket, ConnectionOptions options, int announcementPort)
        : base(socket, options) => _announcementPort = announcementPort;

    /// <summary>Begins to listen. The local port is shared with others that listen for the same, as long as they agree.</summary>
    /// <param name="localPort">The port boards announce themselves to. The default is 54321.</param>
    /// <param name="announcementPort">The port they send from. The default is 54321.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="SpinnakerConnectionException">The port is taken by a program that does not share it.</exception>
    public static async ValueTask<IPAddressesConnection> ListenAsync(
        int localPort = BootMessage.Port, int announcementPort = BootMessage.Port, ConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new ConnectionOptions()) with { LocalPort = localPort, ShareLocalPort = true };
        IDatagramSocket socket = await SocketOpener.OpenAsync(options, remote: null, cancellationToken).ConfigureAwait(false);
        var connection = new IPAddressesConnection(socket, options, announcementPort);
        connection.Start();
        return connection;
    }

    /// <summary>Waits for one datagram, and gives the address of the board that sent it.</summary>
    /// <param name="timeout">How long to wait: 0 takes only a message that is there, <see langword="null"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the waiting, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The address of the board; <see langword="null"/> if the datagram is no announcement, if nothing came in time, if the network reported
    /// an error, and if the connection is closed.</returns>
    public async ValueTask<IPAddress?> ReceiveIPAddressAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ReceiveMessageAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (SpinnakerException exception) when (exception is not InvalidParameterException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="ListenAsync(int, int, ConnectionOptions?, CancellationToken)"/>
    public static ValueTask<IPAddressesConnection> ListenAsync(CancellationToken cancellationToken) => ListenAsync(cancellationToken: cancellationToken, options: null);

    private protected override bool TryDecode(Datagram datagram, out IPAddress message, out PacketError error)
    {
        bool announces = datagram.RemoteEndPoint!.Port == _announcementPort;
        message = datagram.RemoteEndPoint.Address;
        error = announces ? default : PacketError.WrongKind(nameof(BootAnnouncement), 0, $"it comes from port {datagram.RemoteEndPoint.Port}, not from {_announcementPort}");
        return announces;
    }
}
