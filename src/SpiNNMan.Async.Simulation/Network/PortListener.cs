using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Network;

/// <summary>One port of a device: a socket and the loop that receives from it.</summary>
internal sealed class PortListener : IAsyncDisposable
{
    /// <summary>Larger than any datagram that a device takes, so that datagrams that are too long are noticed.</summary>
    private const int BufferSize = 2048;

    private readonly IDatagramSocket _socket;
    private readonly DevicePorts _owner;
    private readonly ushort _port;
    private readonly Task _loop;

    public PortListener(DevicePorts owner, ushort port, IDatagramSocket socket)
    {
        _owner = owner;
        _port = port;
        _socket = socket;
        _loop = LongLived.Start(this, static self => self.ReceiveAsync());
    }

    public IPEndPoint LocalEndPoint => _socket.LocalEndPoint;

    /// <returns><see langword="false"/> if the network refused.</returns>
    public bool TrySend(ReadOnlySpan<byte> datagram, IPEndPoint destination)
    {
        try
        {
            _socket.SendTo(datagram, destination);
            return true;
        }
        catch (SpinnakerConnectionException)
        {
            // A board does not notice this either.
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            try
            {
                ReceivedLength received = await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                _owner.Deliver(_port, buffer.AsSpan(0, received.Length), received.RemoteEndPoint);
            }
            catch (SpinnakerConnectionClosedException)
            {
                return;
            }
            catch (SpinnakerConnectionException)
            {
                // A receiver of an earlier answer is gone. The next datagram may be from another host.
            }
        }
    }
}
