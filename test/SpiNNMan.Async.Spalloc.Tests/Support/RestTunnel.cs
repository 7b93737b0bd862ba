using System.Net;
using System.Net.WebSockets;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>The service's end of a tunnel: channels are sockets of an in-memory network.</summary>
internal sealed class RestTunnel
{
    private static uint s_lastChannel;

    private readonly DuplexWebSocket _socket;
    private readonly LabJob _job;
    private readonly Lab _lab;
    private readonly InMemoryNetwork _network;
    private readonly Dictionary<uint, IDatagramSocket> _channels = [];

    public RestTunnel(DuplexWebSocket socket, LabJob job, Lab lab, InMemoryNetwork network)
    {
        _socket = socket;
        _job = job;
        _lab = lab;
        _network = network;
        _ = ServeAsync();
    }

    /// <summary>The frames that came.</summary>
    public int Frames { get; private set; }

    public int OpenChannels => _channels.Count;

    public void Cut() => _socket.Abort();

    private async Task ServeAsync()
    {
        byte[] buffer = new byte[70000];
        try
        {
            while (true)
            {
                WebSocketReceiveResult received = await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                Frames++;
                Take(buffer.AsSpan(0, received.Count));
            }
        }
        catch (WebSocketException)
        {
            foreach (IDatagramSocket socket in _channels.Values)
                await socket.DisposeAsync().ConfigureAwait(false);

            _channels.Clear();
        }
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        if (!TunnelFrame.TryParse(frame, out TunnelOperation operation, out uint number))
            return;

        switch (operation)
        {
            case TunnelOperation.Open:
                Open(number, (int)TunnelFrame.WordAt(frame, 2), (int)TunnelFrame.WordAt(frame, 3), (int)TunnelFrame.WordAt(frame, 4));
                break;
            case TunnelOperation.OpenUnconnected:
                IDatagramSocket open = _network.Open(new IPEndPoint(IPAddress.Parse("10.9.8.7"), 0));
                Send(TunnelFrame.OpenedUnconnected(number, Add(open), open.LocalEndPoint));
                break;
            case TunnelOperation.Close:
                uint channel = TunnelFrame.WordAt(frame, 2);
                bool wasOpen = _channels.Remove(channel, out IDatagramSocket? closed);
                _ = closed?.DisposeAsync().AsTask();
                Send(TunnelFrame.Close(number, wasOpen ? channel : 0));
                break;
            case TunnelOperation.Message when _channels.TryGetValue(number, out IDatagramSocket? socket):
                socket.Send(frame[TunnelFrame.MessageHeader..]);
                break;
            case TunnelOperation.MessageTo when _channels.TryGetValue(number, out IDatagramSocket? socket):
                int index = IndexOf((int)TunnelFrame.WordAt(frame, 2), (int)TunnelFrame.WordAt(frame, 3));
                socket.SendTo(frame[TunnelFrame.MessageToHeader..], new IPEndPoint(IPAddress.Parse(_lab.AddressOf(_job.Boards[index])), (int)TunnelFrame.WordAt(frame, 4)));
                break;
            default:
                break;
        }
    }

    private void Open(uint correlation, int x, int y, int port)
    {
        int index = IndexOf(x, y);
        if (index < 0)
        {
            Send(TunnelFrame.Error(correlation, "unrecognised ethernet chip"));
            return;
        }

        var board = new IPEndPoint(IPAddress.Parse(_lab.AddressOf(_job.Boards[index])), port);
        Send(TunnelFrame.Opened(correlation, Add(_network.Open(new IPEndPoint(IPAddress.Parse("10.9.8.7"), 0), board))));
    }

    private int IndexOf(int x, int y) => Enumerable.Range(0, _job.Boards.Length).Where(index => ClassicServer.ChipX(index) == x && ClassicServer.ChipY(index) == y).DefaultIfEmpty(-1).First();

    private uint Add(IDatagramSocket socket)
    {
        uint channel = Interlocked.Increment(ref s_lastChannel);
        _channels[channel] = socket;
        _ = RelayAsync(channel, socket);
        return channel;
    }

    private async Task RelayAsync(uint channel, IDatagramSocket socket)
    {
        byte[] buffer = new byte[70000];
        while (true)
        {
            try
            {
                ReceivedLength received = await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                Send(TunnelFrame.Message(channel, buffer.AsSpan(0, received.Length)));
            }
            catch (SpinnakerConnectionClosedException)
            {
                return;
            }
            catch (SpinnakerConnectionException)
            {
                // Nobody listens there: a proxy drops it.
            }
        }
    }

    private void Send(byte[] frame)
    {
        try
        {
            _ = _socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The client has gone.
        }
    }
}
