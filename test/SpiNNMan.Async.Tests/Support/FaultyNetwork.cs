using System.Net;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A network whose sockets throw what a test says, as one that a user made may.</summary>
internal sealed class FaultyNetwork(IDatagramNetwork network) : IDatagramNetwork
{
    /// <summary>Called before each datagram is sent, with how many were before.</summary>
    public Action<int>? OnSend { get; set; }

    /// <summary>Called before each receive, with how many were before.</summary>
    public Action<int>? OnReceive { get; set; }

    /// <summary>Called instead of closing.</summary>
    public Action? OnDispose { get; set; }

    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        new FaultySocket(this, network.Open(local, remote, receiveBufferSize, shareAddress));

    private sealed class FaultySocket(FaultyNetwork faults, IDatagramSocket socket) : IDatagramSocket
    {
        private int _sent;
        private int _received;

        public IPEndPoint LocalEndPoint => socket.LocalEndPoint;

        public IPEndPoint? RemoteEndPoint => socket.RemoteEndPoint;

        public void Send(ReadOnlySpan<byte> datagram)
        {
            faults.OnSend?.Invoke(_sent++);
            socket.Send(datagram);
        }

        public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination)
        {
            faults.OnSend?.Invoke(_sent++);
            socket.SendTo(datagram, destination);
        }

        public ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            faults.OnReceive?.Invoke(_received++);
            return socket.ReceiveAsync(buffer, cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            faults.OnDispose?.Invoke();
            return socket.DisposeAsync();
        }
    }
}
