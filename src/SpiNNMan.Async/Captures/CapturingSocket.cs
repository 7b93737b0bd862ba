using System.Net;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Captures;

/// <summary>A socket that writes its datagrams to a capture, in the order in which they left and came.</summary>
internal sealed class CapturingSocket(IDatagramSocket inner, PacketCapture capture) : IDatagramSocket
{
    private readonly Lock _gate = new();
    private readonly ExchangeComments _comments = new();

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    /// <inheritdoc/>
    public IPEndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    /// <inheritdoc/>
    public long? Overflowed => inner.Overflowed;

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        // The reply waits for the lock, so it comes after its request in the file.
        lock (_gate)
        {
            DateTimeOffset now = capture.Now;
            inner.Send(datagram);
            Write(now, datagram, inner.RemoteEndPoint!);
        }
    }

    /// <inheritdoc/>
    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination)
    {
        lock (_gate)
        {
            DateTimeOffset now = capture.Now;
            inner.SendTo(datagram, destination);
            Write(now, datagram, destination);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ReceivedLength received = await inner.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            DateTimeOffset now = capture.Now;
            ReadOnlySpan<byte> datagram = buffer.Span[..Math.Min(received.Length, buffer.Length)];
            capture.Write(now, received.RemoteEndPoint, inner.LocalEndPoint, isSent: false, datagram, _comments.OnReceived(datagram, now));
        }

        return received;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Write(DateTimeOffset now, ReadOnlySpan<byte> datagram, IPEndPoint destination) =>
        capture.Write(now, inner.LocalEndPoint, destination, isSent: true, datagram, _comments.OnSent(datagram, now));
}
