using System.Net.WebSockets;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>The way of one client to the service, which may end: then the service hears nothing of it any more.</summary>
internal sealed class MortalTransport(IAllocationTransport inner) : IAllocationTransport
{
    private readonly List<Stream> _streams = [];
    private bool _isDead;

    public void Die()
    {
        _isDead = true;
        foreach (DuplexStream stream in _streams.OfType<DuplexStream>())
            stream.Break();
    }

    public async Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (_isDead)
            throw new IOException("This computer has no network any more.");

        Stream stream = await inner.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
        _streams.Add(stream);
        return stream;
    }

    public HttpMessageHandler CreateHandler() => new Handler(this, inner.CreateHandler());

    public Task<WebSocket> OpenWebSocketAsync(Uri uri, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken) =>
        _isDead ? throw new WebSocketException("This computer has no network any more.") : inner.OpenWebSocketAsync(uri, headers, cancellationToken);

    private sealed class Handler(MortalTransport owner, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            owner._isDead ? throw new HttpRequestException(HttpRequestError.ConnectionError, "This computer has no network any more.") : base.SendAsync(request, cancellationToken);
    }
}
