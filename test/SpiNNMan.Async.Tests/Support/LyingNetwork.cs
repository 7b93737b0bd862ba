using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A network on which the data of replies is replaced while somebody says with what. Headers and results stay, so that the replies are believed.</summary>
internal sealed class LyingNetwork(IDatagramNetwork inner) : IDatagramNetwork
{
    private const int ResultOffset = 10;
    private const int DataOffset = 14;

    /// <summary>Writes over the data of a reply; nothing, for the truth.</summary>
    public Action<Memory<byte>>? Lie { get; set; }

    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        new Socket(this, inner.Open(local, remote, receiveBufferSize, shareAddress));

    private sealed class Socket(LyingNetwork network, IDatagramSocket inner) : IDatagramSocket
    {
        public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

        public IPEndPoint? RemoteEndPoint => inner.RemoteEndPoint;

        public void Send(ReadOnlySpan<byte> datagram) => inner.Send(datagram);

        public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => inner.SendTo(datagram, destination);

        public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            ReceivedLength received = await inner.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (network.Lie is { } lie && received.Length > DataOffset && BinaryPrimitives.ReadUInt16LittleEndian(buffer.Span[ResultOffset..]) == (ushort)ScpResult.Ok)
                lie(buffer[DataOffset..received.Length]);

            return received;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
