using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Connections;

/// <summary>SDP messages to and from the cores of a machine.</summary>
/// <remarks>Protocol: connections.md, "SDP messages".</remarks>
public class SdpConnection : MessageConnection<SdpMessage>
{
    private readonly ChipLocation? _chip;

    private protected SdpConnection(IDatagramSocket socket, ConnectionOptions options, ChipLocation? chip)
        : base(socket, options) => _chip = chip;

    /// <summary>The chip that replies to messages of this connection come back to, as the header of a message that wants one says.</summary>
    private protected virtual ChipLocation? ReplyChip => _chip;

    /// <summary>Opens a connection.</summary>
    /// <param name="remoteHost">The name or address of the board; <see langword="null"/> to receive from anyone. A name with several addresses is asked for its version at all of them: see
    /// <see cref="BoardAddress"/>.</param>
    /// <param name="remotePort">Its port. The default is 17893.</param>
    /// <param name="options">How it behaves, and the local address and port that it binds to.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="SpinnakerConnectionException">A name cannot be resolved, an address is not this computer's, or a port is taken.</exception>
    public static async ValueTask<SdpConnection> OpenAsync(
        string? remoteHost = null, int remotePort = ScpMessage.Port, SdpConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SdpConnectionOptions();
        InvalidParameterException.ThrowIfOutside(remotePort, 1, 65535, nameof(remotePort));
        IPEndPoint? remote = remoteHost is null ? null : await BoardAddress.FindAsync(remoteHost, remotePort, options, cancellationToken).ConfigureAwait(false);
        IDatagramSocket socket = await SocketOpener.OpenAsync(options, remote, cancellationToken).ConfigureAwait(false);
        var connection = new SdpConnection(socket, options, options.Chip);
        connection.Start();
        return connection;
    }

    /// <inheritdoc cref="OpenAsync(string?, int, SdpConnectionOptions?, CancellationToken)"/>
    public static ValueTask<SdpConnection> OpenAsync(CancellationToken cancellationToken) => OpenAsync(remoteHost: null, cancellationToken: cancellationToken);

    /// <summary>Receives one message. Its two bytes of padding are not looked at.</summary>
    /// <param name="timeout">How long to wait: 0 takes only a message that is there, <see langword="null"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The message, whose data is the caller's own.</returns>
    /// <exception cref="InvalidPacketException">A datagram came that is no SDP message.</exception>
    /// <exception cref="SpinnakerTimeoutException">Nothing came in time.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed, or was meanwhile.</exception>
    public ValueTask<SdpMessage> ReceiveSdpMessageAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        ReceiveMessageAsync(timeout, cancellationToken);

    /// <summary>Sends a message to the board, with two bytes of padding in front.</summary>
    /// <param name="message">The message. The connection fills in its tag and source. The message itself does not change.
    /// The source is the connection's chip if the flags are <see cref="SdpFlags.ReplyExpected"/>, and (0, 0) otherwise.</param>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <exception cref="InvalidParameterException">There is more data than a board takes, or a reply is wanted and the connection's chip is not
    /// known.</exception>
    /// <exception cref="SpinnakerConnectionException">There is no peer, or the network reported an error.</exception>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    public ValueTask SendSdpMessageAsync(SdpMessage message, CancellationToken cancellationToken = default) =>
        SendAsync(Prepare(message), cancellationToken);

    /// <summary>Sends a message to any board.</summary>
    /// <param name="message">The message, as for <see cref="SendSdpMessageAsync"/>.</param>
    /// <param name="destination">The board's address and port.</param>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <inheritdoc cref="SendSdpMessageAsync"/>
    public ValueTask SendSdpMessageToAsync(SdpMessage message, IPEndPoint destination, CancellationToken cancellationToken = default) =>
        SendToAsync(Prepare(message), destination, cancellationToken);

    private protected override bool TryDecode(Datagram datagram, out SdpMessage message, out PacketError error) =>
        SdpMessage.TryParseDatagram(datagram.Span.ToArray(), out message, out error);

    private byte[] Prepare(in SdpMessage message)
    {
        InvalidParameterException.ThrowIfOutside(message.Data.Length, 0, SdpMessage.MaxDataSize, nameof(SdpMessage.Data));
        ChipLocation source = message.Header.Flags == SdpFlags.ReplyExpected
            ? ReplyChip ?? throw new InvalidParameterException(nameof(SdpConnectionOptions.Chip), actualValue: null, "a message that wants a reply needs the chip of the connection")
            : new ChipLocation(0, 0);

        SdpMessage sent = message with { Header = message.Header.ForUdpSend(source) };
        var datagram = new byte[SdpMessage.PadSize + sent.Size];
        sent.WriteDatagram(datagram);
        return datagram;
    }
}
