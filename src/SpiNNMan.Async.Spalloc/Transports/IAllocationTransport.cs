using System.Net.WebSockets;

namespace SpiNNMan.Async.Spalloc.Transports;

/// <summary>How an allocation service is reached: the system's network, or something else in its place, such as a proxy or a server within a test.</summary>
/// <remarks>Everything that it hands out belongs to the caller, who disposes of it.</remarks>
public interface IAllocationTransport
{
    /// <summary>Opens a connection for lines of text: the classic protocol.</summary>
    /// <param name="host">The name or address of the server.</param>
    /// <param name="port">Its port, 1 to 65535.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="IOException">The server cannot be reached.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The server cannot be reached.</exception>
    Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken);

    /// <summary>Makes what sends HTTP requests. It must neither follow redirects nor keep cookies.</summary>
    HttpMessageHandler CreateHandler();

    /// <summary>Opens a websocket: the tunnel to the boards of a job.</summary>
    /// <param name="uri">Where; its scheme is ws or wss.</param>
    /// <param name="headers">The headers of the request, with credentials in them: do not log them.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="WebSocketException">The service refused, or cannot be reached.</exception>
    Task<WebSocket> OpenWebSocketAsync(Uri uri, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken);
}
