using System.Net.WebSockets;
using System.Threading.Channels;
using SpiNNMan.Async.Conformance.Checking;

namespace SpiNNMan.Async.Conformance.Spalloc;

/// <summary>Compares frames with those of a record, and gives those that came then.</summary>
internal sealed class ScriptedWebSocket(IEnumerable<(bool IsSent, byte[] Frame)> frames, Comparison comparison) : WebSocket
{
    private readonly Queue<(bool IsSent, byte[] Frame)> _frames = new(frames);
    private readonly Channel<byte[]> _inbox = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
    private WebSocketState _state = WebSocketState.Open;

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    public int Left => _frames.Count;

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (!_frames.TryDequeue(out (bool IsSent, byte[] Frame) next) || !next.IsSent)
            comparison.Differs($"sent {Convert.ToHexStringLower(buffer)}, which was not recorded");
        else
            comparison.SameBytes("frame", next.Frame, buffer);

        while (_frames.TryPeek(out (bool IsSent, byte[] Frame) reply) && !reply.IsSent)
            _inbox.Writer.TryWrite(_frames.Dequeue().Frame);

        return Task.CompletedTask;
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        byte[] frame = await _inbox.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        frame.CopyTo(buffer.AsSpan());
        return new WebSocketReceiveResult(frame.Length, WebSocketMessageType.Binary, endOfMessage: true);
    }

    public override void Abort() => _state = WebSocketState.Aborted;

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        _state = WebSocketState.Closed;
        return Task.CompletedTask;
    }

    public override void Dispose() => _state = WebSocketState.Closed;
}
