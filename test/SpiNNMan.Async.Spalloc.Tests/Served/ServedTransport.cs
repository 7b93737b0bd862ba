using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc.Tests.Served;

/// <summary>The system's TCP, HTTP and websockets, to wherever the service of a <see cref="ServedLab"/> is now. It trusts the certificate that the service made, and no other, and can break websockets.</summary>
internal sealed class ServedTransport(ServedLab lab) : IAllocationTransport
{
    private int _keepAlives;
    private int _sockets;

    /// <summary>After so many frames each websocket breaks; <see langword="null"/> for never.</summary>
    public int? FramesToBreak { get; set; }

    /// <summary>How many websockets were opened.</summary>
    public int Sockets => Volatile.Read(ref _sockets);

    /// <summary>How many signs of life the REST service has answered.</summary>
    public int KeepAlives => Volatile.Read(ref _keepAlives);

    public Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken) => SystemTransport.Instance.ConnectAsync(host, lab.Server.ClassicEndPoint!.Port, cancellationToken);

    public HttpMessageHandler CreateHandler() => new Redirecting(this)
    {
        InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = Trusts } },
    };

    public async Task<WebSocket> OpenWebSocketAsync(Uri uri, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.RemoteCertificateValidationCallback = Trusts;
            foreach ((string name, string value) in headers)
                socket.Options.SetRequestHeader(name, value);

            await socket.ConnectAsync(Redirect(uri), cancellationToken);
            Interlocked.Increment(ref _sockets);
            return FramesToBreak is { } frames ? new BreakingWebSocket(socket, frames) : socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Uri Redirect(Uri uri) => new UriBuilder(uri) { Port = lab.Server.WebAddress!.Port }.Uri;

    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        using X509Certificate2 made = X509CertificateLoader.LoadCertificateFromFile(lab.Server.CertificateFile!);
        return certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(made.RawData);
    }

    private sealed class Redirecting(ServedTransport owner) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = owner.Redirect(request.RequestUri!);
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (request.Method == HttpMethod.Put && response.IsSuccessStatusCode)
                Interlocked.Increment(ref owner._keepAlives);

            return response;
        }
    }
}
