using System.Net;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Memory.Streaming;

/// <summary>A network that loses the datagrams that a test names, each way, of the sockets that are opened by way of it.</summary>
internal sealed class InterceptedNetwork(IDatagramNetwork network) : IDatagramNetwork
{
    /// <summary>Whether a datagram to the machine gets lost.</summary>
    public Func<byte[], bool> LosesOut { get; set; } = static _ => false;

    /// <summary>Whether a datagram from the machine gets lost.</summary>
    public Func<byte[], bool> LosesIn { get; set; } = static _ => false;

    /// <summary>The datagrams to the machine.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>Sends a datagram from the socket that a list of missing datagrams, or a start, was last sent from.</summary>
    public IDatagramSocket? LastSocket { get; private set; }

    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        new InterceptedSocket(this, network.Open(local, remote, receiveBufferSize, shareAddress));

    /// <summary>The first word of a raw message to a port, and the words after it; none of what is no such message.</summary>
    public static uint[] WordsOf(byte[] datagram, int port)
    {
        const int start = 10;
        if (datagram.Length < start + 8 || datagram[2] != 7 || datagram[4] >> 5 != port)
            return [];

        return [.. Enumerable.Range(0, (datagram.Length - start) / 4).Select(word => BitConverter.ToUInt32(datagram, start + (4 * word)))];
    }

    /// <summary>Whether a datagram is a raw message to a port, with a first word.</summary>
    public static bool Is(byte[] datagram, int port, uint first) => WordsOf(datagram, port) is [var word, ..] && word == first;

    private sealed class InterceptedSocket(InterceptedNetwork owner, IDatagramSocket socket) : IDatagramSocket
    {
        public IPEndPoint LocalEndPoint => socket.LocalEndPoint;

        public IPEndPoint? RemoteEndPoint => socket.RemoteEndPoint;

        public void Send(ReadOnlySpan<byte> datagram)
        {
            byte[] bytes = datagram.ToArray();
            owner.Sent.Add(bytes);
            owner.LastSocket = socket;
            if (!owner.LosesOut(bytes))
                socket.Send(datagram);
        }

        public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination)
        {
            owner.Sent.Add(datagram.ToArray());
            if (!owner.LosesOut(datagram.ToArray()))
                socket.SendTo(datagram, destination);
        }

        public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            while (true)
            {
                ReceivedLength received = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (!owner.LosesIn(buffer[..received.Length].ToArray()))
                    return received;
            }
        }

        public ValueTask DisposeAsync() => socket.DisposeAsync();
    }
}
