using System.Net.WebSockets;
using System.Threading.Channels;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>One end of a websocket within this process, with a latency.</summary>
internal sealed class DuplexWebSocket : WebSocket
{
    private readonly Channel<byte[]> _inbox = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly TimeProvider _time;
    private readonly TimeSpan _latency;
    private DuplexWebSocket _peer = null!;
    private byte[] _rest = [];
    private WebSocketState _state = WebSocketState.Open;

    private DuplexWebSocket(TimeProvider time, TimeSpan latency)
    {
        _time = time;
        _latency = latency;
    }

    public override WebSocketCloseStatus? CloseStatus => _state == WebSocketState.Open ? null : WebSocketCloseStatus.NormalClosure;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    public static (DuplexWebSocket One, DuplexWebSocket Other) Pair(TimeProvider time, TimeSpan latency)
    {
        var one = new DuplexWebSocket(time, latency);
        var other = new DuplexWebSocket(time, latency);
        one._peer = other;
        other._peer = one;
        return (one, other);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (_state != WebSocketState.Open)
            throw new WebSocketException(WebSocketError.InvalidState);

        byte[] frame = [.. buffer];
        Later(() => _peer._inbox.Writer.TryWrite(frame));
        return Task.CompletedTask;
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        if (_rest.Length == 0)
        {
            try
            {
                _rest = await _inbox.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException exception)
            {
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, exception);
            }
        }

        int length = Math.Min(buffer.Count, _rest.Length);
        _rest.AsSpan(0, length).CopyTo(buffer);
        _rest = _rest[length..];
        return new WebSocketReceiveResult(length, WebSocketMessageType.Binary, _rest.Length == 0);
    }

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        _inbox.Writer.TryComplete();
        Later(() =>
        {
            _peer._state = WebSocketState.Aborted;
            _peer._inbox.Writer.TryComplete();
        });
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        Abort();
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        if (_state == WebSocketState.Open)
            Abort();
    }

    private void Later(Action act)
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                act();
            },
            null,
            _latency,
            Timeout.InfiniteTimeSpan);
    }
}
