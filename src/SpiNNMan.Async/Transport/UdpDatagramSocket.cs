using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport.Native;

namespace SpiNNMan.Async.Transport;

/// <summary>A UDP socket, connected to one peer or open to all.</summary>
/// <remarks>
/// A connected socket is safer and faster: the system drops datagrams of others, reports refusals, and needs no address with each
/// datagram. Sending and receiving allocate nothing, except for the address of a new sender on an unconnected socket.
/// </remarks>
internal sealed class UdpDatagramSocket : IDatagramSocket, IBatchReceiver, IBatchSender
{
    // SIO_UDP_CONNRESET: without it Windows reports a refusal as the end of the connection, on unconnected sockets too.
    private const int WindowsConnectionReset = -1744830452;

    private readonly Socket _socket;
    private readonly SocketAddress _senderAddress = new(AddressFamily.InterNetwork);
    private readonly SocketAddress _lastSenderAddress = new(AddressFamily.InterNetwork);
    private readonly BatchCalls? _calls;
    private readonly OverflowCounter _overflow = new();
    private readonly SenderBook? _senders;
    private IPEndPoint? _lastSender;
    private SpinnakerConnectionException? _deferred;
    private bool _cutsSegments = true;
    private int _batchError;
    private bool _disposed;

    private UdpDatagramSocket(Socket socket, IPEndPoint local, IPEndPoint? remote, BatchCalls? calls)
    {
        _socket = socket;
        _calls = BatchCalls.AreThere ? calls : null;
        _senders = remote is null && _calls is not null ? new SenderBook() : null;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
    }

    public IPEndPoint LocalEndPoint { get; }

    public IPEndPoint? RemoteEndPoint { get; }

    public long? Overflowed => Volatile.Read(ref _disposed) ? _overflow.Last : _overflow.Read(_socket);

    /// <summary>The system's handle, if the socket has a peer and the system's calls for many datagrams may be used on it.</summary>
    public SafeSocketHandle? BatchHandle => _calls is null || RemoteEndPoint is null ? null : _socket.SafeHandle;

    /// <summary>Called once for all sockets with the calls that the system lacks. It returns whether it took the news. The default is none.</summary>
    public Func<string, bool>? OnLacking { get; set; }

    public static UdpDatagramSocket Open(IPEndPoint local, IPEndPoint? remote, int receiveBufferSize, bool shareAddress, BatchCalls? calls)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            // The system may give less. Datagrams that overflow are lost and sent again.
            socket.ReceiveBufferSize = receiveBufferSize;
            if (OperatingSystem.IsWindows())
                socket.IOControl(WindowsConnectionReset, [0, 0, 0, 0], null);

            if (shareAddress)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

            socket.Bind(local);
            if (remote is not null)
                socket.Connect(remote);

            return new UdpDatagramSocket(socket, (IPEndPoint)socket.LocalEndPoint!, remote, calls);
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            string towards = remote is null ? "" : $" towards {remote}";
            throw new SpinnakerConnectionException($"No UDP socket could be opened at {local}{towards}: {ExplainOpening(exception)}", exception);
        }
    }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        if (RemoteEndPoint is null)
            throw new SpinnakerConnectionException($"The socket at {LocalEndPoint} has no peer: say where to send, or open it with a remote address.");

        int batchError = Interlocked.Exchange(ref _batchError, 0);
        try
        {
            _socket.Send(datagram);
            if (batchError != 0)
                _calls!.NoteWentAlone(batchError);
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

    /// <summary>Whether there was an error after some datagrams. The next receive reports it.</summary>
    public bool HasDeferredError => _deferred is not null;

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
                // The receive reports the error.
                return false;
            }
        }
    }

    public int Receive(ReadOnlySpan<Datagram> buffers, bool wait)
    {
        // The system's own call for one datagram tells no sender.
        if (_calls is null || (_senders is not null && _calls.ReceivesOneByOne))
            return ReceiveOneByOne(buffers, wait);

        if (_deferred is { } deferred)
        {
            _deferred = null;
            throw deferred;
        }

        try
        {
            int count = _calls.Receive(_socket.SafeHandle, buffers, wait, _senders, out int error);
            if (_calls.HasRefusalToTell)
                TellRefusal(_calls);

            if (count < 0 && _senders is not null && _calls.ReceivesOneByOne)
                return ReceiveOneByOne(buffers, wait);

            if (count <= 0 && error != 0)
                return error == ErrorNumbers.TryAgain && !wait ? 0 : throw ReceiveError(ErrorNumbers.ToException(error));

            // Datagrams from before the error come first.
            _deferred = error == 0 ? null : ReceiveError(ErrorNumbers.ToException(error));
            for (int index = 0; index < count; index++)
                buffers[index].RemoteEndPoint = RemoteEndPoint ?? _senders![index];

            // Closing a socket ends a wait with an empty datagram that was never sent.
            return Volatile.Read(ref _disposed) ? throw ReceiveError(new ObjectDisposedException(nameof(Socket))) : count;
        }
        catch (ObjectDisposedException exception)
        {
            throw ReceiveError(exception);
        }
    }

    public int Send(ReadOnlySpan<Datagram> datagrams)
    {
        if (_calls is null || RemoteEndPoint is null || datagrams.Length < 2)
            return 0;

        try
        {
            int sent = _calls.Send(_socket.SafeHandle, datagrams, ref _cutsSegments, out int error);
            if (error != 0)
                Volatile.Write(ref _batchError, error);

            return sent;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _disposed, true);
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private int ReceiveOneByOne(ReadOnlySpan<Datagram> buffers, bool wait)
    {
        if (Interlocked.Exchange(ref _deferred, null) is { } deferred)
            throw deferred;

        int count = 0;
        try
        {
            while (count < buffers.Length && ((wait && count == 0) || _socket.Available > 0))
            {
                Datagram datagram = buffers[count];
                datagram.Length = RemoteEndPoint is null
                    ? _socket.ReceiveFrom(datagram.Buffer, SocketFlags.None, _senderAddress)
                    : _socket.Receive(datagram.Buffer);
                datagram.RemoteEndPoint = RemoteEndPoint ?? Sender();
                count++;
            }

            return count;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Datagrams from before the error come first.
            _deferred = ReceiveError(exception);
            return count > 0 ? count : throw Interlocked.Exchange(ref _deferred, null)!;
        }
    }

    private void TellRefusal(BatchCalls calls)
    {
        if (OnLacking is { } tell && calls.TakeRefusal() is { } refusal && !tell(refusal))
            calls.GiveBack(refusal);
    }

    private static string ExplainOpening(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.AccessDenied => "this program may not use that address or port.",
        SocketError.TooManyOpenSockets => "this process has reached its limit of open files and sockets; 'ulimit -n' shows and raises it.",
        _ => Explain(exception),
    };

    private static string Explain(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another program, or another connection of this one, has that port.",
        SocketError.AddressNotAvailable => "that address is not one of this computer's.",
        SocketError.ConnectionRefused or SocketError.ConnectionReset => "nothing listens there; is the board switched on, and is the port right?",
        SocketError.MessageSize => "a UDP datagram cannot hold that many.",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "there is no route to it from this computer.",
        SocketError.AccessDenied => "this computer does not permit it (EPERM): check its own firewall, or the sandbox in which this program runs.",
        _ => exception.Message,
    };

    /// <summary>Makes a new address object only if the sender differs from the last one.</summary>
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
        if (socketException.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
            return new ShortageException($"{what}: this computer has no memory for it now (ENOMEM or ENOBUFS).", exception);

        return new SpinnakerConnectionException($"{what}: {Explain(socketException)}", exception);
    }
}
