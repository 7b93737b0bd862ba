using System.Net;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A network on which the two bytes in front of what monitors send hold whatever they like, as the firmware leaves them.</summary>
internal sealed class PaddingNetwork(IDatagramNetwork inner, int seed) : IDatagramNetwork
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private int _padded;

    /// <summary>How many datagrams got other bytes in front.</summary>
    public int Padded => Volatile.Read(ref _padded);

    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        new Socket(this, inner.Open(local, remote, receiveBufferSize, shareAddress));

    private void Pad(Span<byte> datagram)
    {
        // Data of EIEIO messages has nothing in front; that of the tests does not begin with zeros.
        if (datagram is not [0, 0, ..] || datagram.Length < 2 + ScpReply.HeaderSize)
            return;

        lock (_gate)
            _random.NextBytes(datagram[..2]);

        Interlocked.Increment(ref _padded);
    }

    private sealed class Socket(PaddingNetwork network, IDatagramSocket inner) : IDatagramSocket
    {
        public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

        public IPEndPoint? RemoteEndPoint => inner.RemoteEndPoint;

        public void Send(ReadOnlySpan<byte> datagram) => inner.Send(datagram);

        public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => inner.SendTo(datagram, destination);

        public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            ReceivedLength received = await inner.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            network.Pad(buffer.Span[..Math.Min(received.Length, buffer.Length)]);
            return received;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
