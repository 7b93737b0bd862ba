using System.Net;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>UDP with a task that ends when its sockets have received a number of datagrams.</summary>
internal sealed class CountingNetwork(int wanted) : IDatagramNetwork
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _received;

    /// <summary>Ends when the datagrams have arrived.</summary>
    public Task Reached => _reached.Task;

    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        new CountingSocket(this, UdpNetwork.Instance.Open(local, remote, receiveBufferSize, shareAddress));

    private void Count()
    {
        if (Interlocked.Increment(ref _received) == wanted)
            _reached.SetResult();
    }

    private sealed class CountingSocket(CountingNetwork owner, IDatagramSocket socket) : IDatagramSocket
    {
        public IPEndPoint LocalEndPoint => socket.LocalEndPoint;

        public IPEndPoint? RemoteEndPoint => socket.RemoteEndPoint;

        public void Send(ReadOnlySpan<byte> datagram) => socket.Send(datagram);

        public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => socket.SendTo(datagram, destination);

        public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            ReceivedLength received = await socket.ReceiveAsync(buffer, cancellationToken);
            owner.Count();
            return received;
        }

        public ValueTask DisposeAsync() => socket.DisposeAsync();
    }
}
