using System.Net;
using System.Net.WebSockets;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;

namespace SpiNNMan.Async.Spalloc.Server.Tunnel;

/// <summary>The websocket by which a client sends datagrams to the boards of a job, and gets theirs.</summary>
internal sealed class TunnelSession : IChangeListener
{
    private const int MostChannels = 1024;

    /// <summary>The longest datagram, and what is before it.</summary>
    private const int LongestMessage = TunnelFrame.MessageToLength + 65507;

    private static readonly TimeSpan s_closeTime = TimeSpan.FromSeconds(2);

    /// <summary>Channels are counted for the whole program, and from 1.</summary>
    private static uint s_channels;

    private readonly Laboratory _laboratory;
    private readonly WebSocket _socket;
    private readonly IPAddress _localAddress;
    private readonly int _jobId;
    private readonly LabMachine _machine;
    private readonly TunnelOutput _output;
    private readonly Dictionary<(int X, int Y), BoardCoordinates> _ethernets;
    private readonly HashSet<IPAddress> _addresses;
    private readonly Dictionary<uint, TunnelChannel> _channels = [];
    private readonly TaskCompletionSource _jobEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="laboratory">The jobs.</param>
    /// <param name="job">The job, which has boards.</param>
    /// <param name="socket">The websocket.</param>
    /// <param name="localAddress">Where boards send to when the client listens.</param>
    public TunnelSession(Laboratory laboratory, JobSnapshot job, WebSocket socket, IPAddress localAddress)
    {
        _laboratory = laboratory;
        _socket = socket;
        _localAddress = localAddress;
        _jobId = job.Id;
        _machine = job.Machine!;
        _output = new TunnelOutput(socket, laboratory.TimeProvider);
        _ethernets = job.Placement!.Boards.ToDictionary(board => job.Placement.EthernetOf(_machine.Grid, board));
        _addresses = [.. job.Placement.Boards.Select(_machine.AddressOf)];
    }

    /// <summary>Serves the client until it, the job, or the service ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _laboratory.Add(this);
        Task<bool> sending = _output.SendAllAsync(end.Token);
        Task<(WebSocketCloseStatus Status, string Reason)> receiving = ReceiveAsync(end.Token);
        try
        {
            // It may have ended before anybody listened.
            OnChanged([_jobId], []);
            await Task.WhenAny(receiving, sending, _jobEnded.Task).ConfigureAwait(false);
            (WebSocketCloseStatus status, string reason) = receiving.IsCompletedSuccessfully ? await receiving.ConfigureAwait(false) : (WebSocketCloseStatus.NormalClosure, "the job is over");
            _output.End();
            if (await sending.ConfigureAwait(false))
            {
                await _output.CloseAsync(status, reason, cancellationToken).ConfigureAwait(false);
                await WaitForCloseAsync(receiving, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _socket.Abort();
            }
        }
        finally
        {
            _laboratory.Remove(this);
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(sending, receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (TunnelChannel channel in _channels.Values)
                await channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    public void OnChanged(IReadOnlyList<int> jobs, IReadOnlyList<string> machines)
    {
        if (jobs.Contains(_jobId) && _laboratory.Find(_jobId) is not { HasBoards: true })
            _jobEnded.TrySetResult();
    }

    /// <summary>Waits until the client has closed its side as well: it would not get what was sent last if the connection were cut before.</summary>
    private async Task WaitForCloseAsync(Task receiving, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(s_closeTime, _laboratory.TimeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        await receiving.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var rest = new byte[1024];
        try
        {
            while (receiving.IsCompleted && _socket.State == WebSocketState.CloseSent)
                await _socket.ReceiveAsync(rest.AsMemory(), limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client is gone.
        }
    }

    /// <summary>Carries out what the client sends, until that ends.</summary>
    /// <returns>How the websocket is to be closed.</returns>
    private async Task<(WebSocketCloseStatus Status, string Reason)> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestMessage];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
            {
                return (WebSocketCloseStatus.NormalClosure, "the service ends");
            }

            if (received.MessageType == WebSocketMessageType.Close)
                return (WebSocketCloseStatus.NormalClosure, "");

            length += received.Count;
            if (!received.EndOfMessage)
            {
                if (length == buffer.Length)
                    return (WebSocketCloseStatus.InvalidPayloadData, "the message is too long");

                continue;
            }

            try
            {
                if (received.MessageType != WebSocketMessageType.Binary)
                    throw new BadFrameException("messages must be binary");

                await ExecuteAsync(buffer.AsMemory(0, length)).ConfigureAwait(false);
            }
            catch (BadFrameException exception)
            {
                return (WebSocketCloseStatus.InvalidPayloadData, exception.Message);
            }

            length = 0;
        }
    }

    private async Task ExecuteAsync(ReadOnlyMemory<byte> message)
    {
        if (message.Length < TunnelFrame.MessageLength)
            throw new BadFrameException("the message is too short");

        switch ((TunnelOperation)TunnelFrame.Word(message.Span, 0))
        {
            case TunnelOperation.Open:
                CheckLength(message, TunnelFrame.OpenLength);
                Open(message.Span);
                break;
            case TunnelOperation.Close:
                CheckLength(message, TunnelFrame.CloseLength);
                await CloseAsync(TunnelFrame.Word(message.Span, 1), TunnelFrame.Word(message.Span, 2)).ConfigureAwait(false);
                break;
            case TunnelOperation.Message:
                if (_channels.TryGetValue(TunnelFrame.Word(message.Span, 1), out TunnelChannel? channel) && channel.IsConnected)
                    channel.Send(message.Span[TunnelFrame.MessageLength..]);
                break;
            case TunnelOperation.OpenUnconnected:
                CheckLength(message, TunnelFrame.OpenUnconnectedLength);
                OpenUnconnected(TunnelFrame.Word(message.Span, 1));
                break;
            case TunnelOperation.MessageTo:
                SendTo(message.Span);
                break;
            default:
                throw new BadFrameException("there is no such operation");
        }
    }

    private static void CheckLength(ReadOnlyMemory<byte> message, int length)
    {
        if (message.Length != length)
            throw new BadFrameException("the message has another length");
    }

    private void Open(ReadOnlySpan<byte> message)
    {
        uint correlation = TunnelFrame.Word(message, 1);
        try
        {
            IPEndPoint board = FindEndPoint(TunnelFrame.Word(message, 2), TunnelFrame.Word(message, 3), TunnelFrame.Word(message, 4));
            _output.Add(TunnelFrame.Opened(correlation, Add(new IPEndPoint(IPAddress.Any, 0), board).Number));
        }
        catch (Exception exception) when (exception is ChannelRefusedException or SpinnakerConnectionException)
        {
            _output.Add(TunnelFrame.Error(correlation, exception.Message));
        }
    }

    private void OpenUnconnected(uint correlation)
    {
        try
        {
            (uint number, TunnelChannel channel) = Add(new IPEndPoint(_localAddress, 0), board: null);
            _output.Add(TunnelFrame.OpenedUnconnected(correlation, number, channel.LocalEndPoint));
        }
        catch (Exception exception) when (exception is ChannelRefusedException or SpinnakerConnectionException)
        {
            _output.Add(TunnelFrame.Error(correlation, exception.Message));
        }
    }

    private (uint Number, TunnelChannel Channel) Add(IPEndPoint local, IPEndPoint? board)
    {
        if (_channels.Count >= MostChannels)
            throw new ChannelRefusedException("too many channels");

        uint number;
        do
            number = Interlocked.Increment(ref s_channels);
        while (number == 0);

        var channel = new TunnelChannel(number, _machine.Network.Open(local, board), _addresses, _output.Add);
        _channels.Add(number, channel);
        return (number, channel);
    }

    private async Task CloseAsync(uint correlation, uint number)
    {
        if (_channels.Remove(number, out TunnelChannel? channel))
            await channel.DisposeAsync().ConfigureAwait(false);

        _output.Add(TunnelFrame.Closed(correlation, channel is null ? 0 : number));
    }

    private void SendTo(ReadOnlySpan<byte> message)
    {
        if (message.Length < TunnelFrame.MessageToLength)
            throw new BadFrameException("the message is too short");
        if (!_channels.TryGetValue(TunnelFrame.Word(message, 1), out TunnelChannel? channel))
            return;
        if (channel.IsConnected)
            throw new BadFrameException("the channel goes to one board only");

        try
        {
            channel.Send(message[TunnelFrame.MessageToLength..], FindEndPoint(TunnelFrame.Word(message, 2), TunnelFrame.Word(message, 3), TunnelFrame.Word(message, 4)));
        }
        catch (ChannelRefusedException exception)
        {
            throw new BadFrameException(exception.Message);
        }
    }

    /// <summary>A port of the board whose chip with the Ethernet is at a place of the job.</summary>
    private IPEndPoint FindEndPoint(uint x, uint y, uint port)
    {
        if (x > byte.MaxValue || y > byte.MaxValue || !_ethernets.TryGetValue(((int)x, (int)y), out BoardCoordinates board))
            throw new ChannelRefusedException("unrecognised ethernet chip");

        return port is >= 1 and <= IPEndPoint.MaxPort ? _machine.EndPointOf(board, (int)port) : throw new ChannelRefusedException("bad port number");
    }
}
