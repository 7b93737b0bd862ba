using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>A socket that sends and receives whole datagrams: a UDP socket, or an end of a network in memory.</summary>
/// <remarks>
/// One receiver at a time, any number of senders. Errors are <see cref="Errors.SpinnakerConnectionException"/>s; Only
/// <see cref="Errors.SpinnakerConnectionClosedException"/> means that no more datagrams will come.
/// </remarks>
public interface IDatagramSocket : IAsyncDisposable
{
    /// <summary>The local address and port. It can be read after disposal.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>The only peer; <see langword="null"/> if there may be any. Datagrams from others are not received.</summary>
    IPEndPoint? RemoteEndPoint { get; }

    /// <summary>How many datagrams were dropped because the buffer of the socket was full; <see langword="null"/>, as by default, if that is not known.</summary>
    long? Overflowed => null;

    /// <summary>Sends one datagram to <see cref="RemoteEndPoint"/>.</summary>
    /// <exception cref="Errors.SpinnakerConnectionException">There is no remote end point, the datagram is too large, the peer refused an
    /// earlier one, or the system reported another error.</exception>
    /// <exception cref="Errors.SpinnakerConnectionClosedException">The socket is disposed.</exception>
    void Send(ReadOnlySpan<byte> datagram);

    /// <summary>Sends one datagram to <paramref name="destination"/>.</summary>
    /// <exception cref="Errors.SpinnakerConnectionException">The datagram is too large or the system reported an error.</exception>
    /// <exception cref="Errors.SpinnakerConnectionClosedException">The socket is disposed.</exception>
    void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination);

    /// <summary>Waits for one datagram, writes it to <paramref name="buffer"/> and says how long it is and who sent it.</summary>
    /// <exception cref="Errors.SpinnakerConnectionException">The system reported an error, for instance that the peer refused an earlier
    /// datagram. The socket can still be used.</exception>
    /// <exception cref="Errors.SpinnakerConnectionClosedException">The socket is, or has meanwhile been, disposed.</exception>
    /// <remarks>Completes synchronously while datagrams that have arrived are waiting.</remarks>
    ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);
}
