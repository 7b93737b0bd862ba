using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>A UDP socket, connected to one peer or open to all.</summary>
/// <remarks>
/// A connected socket is the safer and the faster one: the system drops what others send, reports refusals, and needs no address with each
/// datagram. Sending and receiving allocate nothing, but for the address of a new sender on an unconnected socket.
/// </remarks>
internal sealed class UdpDatagramSocket : IDatagramSocket, IBlockingReceiver
{
    // SIO_UDP_CONNRESET: without it Windows reports a refusal as the end of the connection, on unconnected sockets too.
    private const int WindowsConnectionReset = -1744830452;

    private readonly Socket _socket;
    private readonly SocketAddress _senderAddress = new(AddressFamily.InterNetwork);
    private readonly SocketAddress _lastSenderAddress = new(AddressFamily.InterNetwork);
    private IPEndPoint? _lastSender;
    private bool _disposed;

    private UdpDatagramSocket(Socket socket, IPEndPoint local, IPEndPoint? remote)
    {
        _socket = socket;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
    }

    public IPEndPoint LocalEndPoint { get; }

    public IPEndPoint? RemoteEndPoint { get; }

    public static UdpDatagramSocket Open(IPEndPoint local, IPEndPoint? remote, int receiveBufferSize, bool shareAddress)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // The system may grant less; what then overflows is counted as lost like everything else that is.
            socket.ReceiveBufferSize = receiveBufferSize;
            if (OperatingSystem.IsWindows())
                socket.IOControl(WindowsConnectionReset, [0, 0, 0, 0], null);

            if (shareAddress)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

            socket.Bind(local);
            if (remote is not null)
                socket.Connect(remote);

            return new UdpDatagramSocket(socket, (IPEndPoint)socket.LocalEndPoint!, remote);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            string towards = remote is null ? "" : $" towards {remote}";
            throw new SpinnakerConnectionException($"No UDP socket could be opened at {local}{towards}: {Explain(exception)}", exception);
        }
    }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        if (RemoteEndPoint is null)
            throw new SpinnakerConnectionException($"The socket at {LocalEndPoint} has no peer: say where to send, or open it with a remote address.");

        try
        {
            _socket.Send(datagram);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Translate(exception, $"Sending {datagram.Length} bytes to {RemoteEndPoint} failed");
        }
    }

    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination)
    {
        try
        {
            _socket.SendTo(datagram, destination);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Translate(exception, $"Sending {datagram.Length} bytes to {destination} failed");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            if (RemoteEndPoint is { } peer)
            {
                int length = await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
                return new ReceivedLength(length, peer);
            }

            int received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, _senderAddress, cancellationToken).ConfigureAwait(false);
            return new ReceivedLength(received, Sender());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw ReceiveError(exception);
        }
    }

    public bool HasWaiting
    {
        get
        {
            try
            {
                return _socket.Available > 0;
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The receive says what it is.
                return false;
            }
        }
    }

    public ReceivedLength Receive(Span<byte> buffer)
    {
        try
        {
            if (RemoteEndPoint is { } peer)
                return new ReceivedLength(_socket.Receive(buffer), peer);

            int received = _socket.ReceiveFrom(buffer, SocketFlags.None, _senderAddress);
            return new ReceivedLength(received, Sender());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw ReceiveError(exception);
        }
    }

    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _disposed, true);
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Explain(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another program, or another connection of this one, has that port.",
        SocketError.AddressNotAvailable => "that address is not one of this computer's.",
        SocketError.ConnectionRefused or SocketError.ConnectionReset => "nothing listens there; is the board switched on, and is the port right?",
        SocketError.MessageSize => "that is more than a UDP datagram holds.",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "there is no route to it from this computer.",
        SocketError.AccessDenied => "this program may not use that address or port.",
        _ => exception.Message,
    };

    /// <summary>Makes an address object only when the sender is another one than the last time.</summary>
    private IPEndPoint Sender()
    {
        if (_lastSender is not null && _senderAddress.Equals(_lastSenderAddress))
            return _lastSender;

        _senderAddress.Buffer.Span.CopyTo(_lastSenderAddress.Buffer.Span);
        return _lastSender = (IPEndPoint)LocalEndPoint.Create(_senderAddress);
    }

    private SpinnakerConnectionException ReceiveError(Exception exception) =>
        Translate(exception, $"Receiving from {RemoteEndPoint?.ToString() ?? "anyone"} at {LocalEndPoint} failed");

    private SpinnakerConnectionException Translate(Exception exception, string what)
    {
        if (Volatile.Read(ref _disposed) || exception is ObjectDisposedException)
            return new SpinnakerConnectionClosedException($"{what}: the socket is closed.", exception);

        var socketException = (SocketException)exception;
        return new SpinnakerConnectionException($"{what}: {Explain(socketException)}", exception);
    }
}
