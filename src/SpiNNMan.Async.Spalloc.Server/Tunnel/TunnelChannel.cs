using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Tunnel;

/// <summary>A channel of a tunnel: a socket whose datagrams go to the client.</summary>
internal sealed class TunnelChannel : IAsyncDisposable
{
    private const int LargestDatagram = 65507;

    private readonly uint _number;
    private readonly IDatagramSocket _socket;
    private readonly IReadOnlySet<IPAddress> _boards;
    private readonly Action<byte[]> _receive;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _receiving;

    /// <param name="number">Its number.</param>
    /// <param name="socket">The socket.</param>
    /// <param name="boards">The addresses that it takes datagrams from.</param>
    /// <param name="receive">The action on a message for the client.</param>
    public TunnelChannel(uint number, IDatagramSocket socket, IReadOnlySet<IPAddress> boards, Action<byte[]> receive)
    {
        _number = number;
        _socket = socket;
        _boards = boards;
        _receive = receive;
        _receiving = LongLived.Start(this, static self => self.ReceiveAsync());
    }

    /// <summary>Whether it goes to one board.</summary>
    public bool IsConnected => _socket.RemoteEndPoint is not null;

    /// <summary>Where boards send to.</summary>
    public IPEndPoint LocalEndPoint => _socket.LocalEndPoint;

    /// <summary>Sends a datagram. What a network does not take is lost, as datagrams are.</summary>
    /// <param name="payload">The datagram.</param>
    /// <param name="destination">Where it goes; <see langword="null"/> for the board of the channel.</param>
    public void Send(ReadOnlySpan<byte> payload, IPEndPoint? destination = null)
    {
        try
        {
            if (destination is null)
                _socket.Send(payload);
            else
                _socket.SendTo(payload, destination);
        }
        catch (SpinnakerConnectionException)
        {
            // The client finds out by what does not come back.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _socket.DisposeAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[LargestDatagram];
        while (!_end.IsCancellationRequested)
        {
            try
            {
                ReceivedLength received = await _socket.ReceiveAsync(buffer, _end.Token).ConfigureAwait(false);
                if (_boards.Contains(received.RemoteEndPoint.Address))
                    _receive(TunnelFrame.Message(_number, buffer.AsSpan(0, received.Length)));
            }
            catch (Exception exception) when (exception is SpinnakerConnectionClosedException or OperationCanceledException)
            {
                return;
            }
            catch (SpinnakerConnectionException)
            {
                // A board refused an earlier datagram: nothing listens there.
            }
        }
    }
}
