using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>UDP on a computer with a firewall that blocks everything that is sent.</summary>
internal sealed class ForbiddingNetwork : IDatagramNetwork
{
    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        new ForbiddingSocket(UdpNetwork.Instance.Open(local, remote, receiveBufferSize, shareAddress));

    private sealed class ForbiddingSocket(IDatagramSocket socket) : IDatagramSocket
    {
        public IPEndPoint LocalEndPoint => socket.LocalEndPoint;

        public IPEndPoint? RemoteEndPoint => socket.RemoteEndPoint;

        public void Send(ReadOnlySpan<byte> datagram) =>
            throw new SpinnakerConnectionException("Sending failed: this computer does not permit it (EPERM).", new SocketException((int)SocketError.AccessDenied));

        public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => Send(datagram);

        public ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => socket.ReceiveAsync(buffer, cancellationToken);

        public ValueTask DisposeAsync() => socket.DisposeAsync();
    }
}
