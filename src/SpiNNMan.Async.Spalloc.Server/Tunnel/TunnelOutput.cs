using System.Net.WebSockets;
using System.Threading.Channels;

namespace SpiNNMan.Async.Spalloc.Server.Tunnel;

/// <summary>The messages that wait to be sent to a client. If there are too many, or one takes too long, the client counts as gone.</summary>
internal sealed class TunnelOutput(WebSocket socket, TimeProvider time)
{
    private const int MostBytes = 512 << 10;

    private static readonly TimeSpan s_longestSend = TimeSpan.FromSeconds(10);

    private readonly Channel<byte[]> _messages = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private int _waiting;

    /// <summary>Adds a message, or ends the sending if the client reads too slowly.</summary>
    public void Add(byte[] message)
    {
        if (Interlocked.Add(ref _waiting, message.Length) > MostBytes)
            End();
        else
            _messages.Writer.TryWrite(message);
    }

    /// <summary>Ends the sending when everything is sent.</summary>
    public void End() => _messages.Writer.TryComplete();

    /// <summary>Sends messages.</summary>
    /// <returns>Whether everything was sent; if not, the client is gone, or reads too slowly.</returns>
    public async Task<bool> SendAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (byte[] message in _messages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await DoInTimeAsync(limit => socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, limit), cancellationToken).ConfigureAwait(false);
                Interlocked.Add(ref _waiting, -message.Length);
            }

            return Volatile.Read(ref _waiting) == 0;
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Says why the websocket is closed, and closes it. Everything must have been sent.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await DoInTimeAsync(limit => socket.CloseOutputAsync(status, reason, limit), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            socket.Abort();
        }
    }

    private async Task DoInTimeAsync(Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(s_longestSend, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        await act(limit.Token).ConfigureAwait(false);
    }
}
