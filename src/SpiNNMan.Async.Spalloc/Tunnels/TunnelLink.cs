using System.Buffers;
using System.Net.WebSockets;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Tunnels;

/// <summary>One websocket: whole frames out, one after the other, and whole frames in.</summary>
internal sealed class TunnelLink(WebSocket socket, ServiceSettings settings) : IDisposable
{
    /// <summary>A datagram with its words before it.</summary>
    private const int LongestFrame = 65507 + 20;

    /// <summary>The bytes that may wait to be sent: the service ends a session that leaves half a megabyte of its own.</summary>
    private const int MostWaiting = 512 << 10;

    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _outbox = new();
    private int _waitingBytes;
    private bool _isSending;
    private bool _isClosed;

    /// <summary>Sends a frame when those before it are sent.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="mayBeDropped">Whether it is one that is lost like a datagram when there is no room for it.</param>
    public void Post(byte[] frame, bool mayBeDropped)
    {
        lock (_gate)
        {
            if (_isClosed || (mayBeDropped && _waitingBytes + frame.Length > MostWaiting))
                return;

            _outbox.Enqueue(frame);
            _waitingBytes += frame.Length;
            if (_isSending)
                return;

            _isSending = true;
        }

        _ = LongLived.Start(this, static self => self.SendAllAsync());
    }

    /// <summary>Receives until the websocket ends, and says how it ended.</summary>
    public async Task<string> ReceiveAllAsync(Action<ReadOnlyMemory<byte>> onFrame, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(LongestFrame);
        try
        {
            int length = 0;
            while (true)
            {
                // A message that is longer than any frame is skipped.
                Memory<byte> room = length < LongestFrame ? buffer.AsMemory(length, LongestFrame - length) : buffer.AsMemory(0, 1);
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(room, cancellationToken).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                    return $"the service closed it ({socket.CloseStatus}: {socket.CloseStatusDescription})";

                length += received.Count;
                if (!received.EndOfMessage)
                    continue;

                if (received.MessageType == WebSocketMessageType.Binary && length <= LongestFrame)
                    onFrame(buffer.AsMemory(0, length));

                length = 0;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            return exception.Message;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Says goodbye, for a moment at the most.</summary>
    public async Task CloseAsync(TimeSpan longest)
    {
        Close();
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;

        using var inTime = new CancellationTokenSource(longest, settings.Time);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, inTime.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // It is over all the same.
        }
    }

    public void Dispose()
    {
        Close();
        socket.Dispose();
    }

    private void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _outbox.Clear();
            _waitingBytes = 0;
        }
    }

    private async Task SendAllAsync()
    {
        while (TryTake(out byte[] frame))
        {
            try
            {
                await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                // Who receives gets to know that it is over.
                Close();
                socket.Abort();
            }
        }
    }

    private bool TryTake(out byte[] frame)
    {
        lock (_gate)
        {
            _isSending = _outbox.TryDequeue(out byte[]? next);
            frame = next ?? [];
            _waitingBytes -= frame.Length;
            return _isSending;
        }
    }
}
