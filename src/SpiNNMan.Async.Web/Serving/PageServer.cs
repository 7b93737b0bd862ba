using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Web.Documents;

namespace SpiNNMan.Async.Web.Serving;

/// <summary>Serves the page about a machine to browsers of this computer.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private static readonly byte[] s_data = "data: "u8.ToArray();
    private static readonly byte[] s_end = "\n\n"u8.ToArray();

    // A browser tries again after so many milliseconds, if the program ended.
    private static readonly byte[] s_retry = "retry: 1000\n\n"u8.ToArray();

    private readonly IPageSource _source;
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stop = new();
    private readonly RunOnce _ending = new();

    private PageServer(IPageSource source, int port)
    {
        _source = source;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(500));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = 0;
            server.Listen(new IPEndPoint(IPAddress.Loopback, port), static listen => listen.Protocols = HttpProtocols.Http1);
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>Where the page is.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts to serve it.</summary>
    /// <param name="source">The machine.</param>
    /// <param name="port">The port; 0 lets the system choose.</param>
    /// <param name="cancellationToken">Ends the starting.</param>
    /// <exception cref="SpinnakerConnectionException">The system refused the port.</exception>
    public static async Task<PageServer> StartAsync(IPageSource source, int port, CancellationToken cancellationToken)
    {
        var server = new PageServer(source, port);
        try
        {
            await server._application.StartAsync(cancellationToken).ConfigureAwait(false);
            string bound = server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            server.Address = new UriBuilder(server.Address) { Port = new Uri(bound).Port }.Uri;
            return server;
        }
        catch (Exception exception)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            if (exception is IOException or SocketException)
                throw new SpinnakerConnectionException($"The page cannot be served on port {port} of this computer: {exception.Message} Choose another with --port, or let the system choose.", exception);

            throw;
        }
    }

    /// <summary>Ends the streams of all pages, and stops.</summary>
    public ValueTask DisposeAsync() => new(_ending.RunAsync(CloseAsync));

    private async Task CloseAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        PageGuard.Restrict(context.Response);
        if (PageGuard.WhyRefused(context.Request) is { } reason)
        {
            await WriteTextAsync(context, StatusCodes.Status403Forbidden, reason).ConfigureAwait(false);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        try
        {
            await AnswerAsync(context, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The page was closed, or the program ends.
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        IQueryCollection query = context.Request.Query;
        var view = new PageView(query["map"].ToString(), query["mode"].ToString());
        string path = context.Request.Path.Value ?? "";
        if (PageFiles.All.TryGetValue(path, out (byte[] Content, string Kind) file))
        {
            await WriteAsync(context, file.Content, file.Kind, cancellationToken).ConfigureAwait(false);
            return;
        }

        switch (path)
        {
            case "/name":
                await WriteJsonAsync(context, new PageName(_source.Name), PageJson.Default.PageName, cancellationToken).ConfigureAwait(false);
                break;
            case "/events":
                await StreamAsync(context, view, cancellationToken).ConfigureAwait(false);
                break;
            case "/past" when long.TryParse(query["time"], NumberStyles.None, CultureInfo.InvariantCulture, out long time) && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds():
                await WriteJsonAsync(context, _source.FindPast(view, DateTimeOffset.FromUnixTimeMilliseconds(time)), PageJson.Default.PageLook, cancellationToken).ConfigureAwait(false);
                break;
            case "/picture" when _source.DrawPicture(view) is { } picture:
                await WriteAsync(context, Encoding.UTF8.GetBytes(picture), "image/svg+xml", cancellationToken).ConfigureAwait(false);
                break;
            case "/details":
                IReadOnlyList<PageLine>? lines = await _source.ReadDetailsAsync(query["place"].ToString(), cancellationToken).ConfigureAwait(false);
                await WriteJsonAsync(context, lines, PageJson.Default.IReadOnlyListPageLine, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await WriteTextAsync(context, StatusCodes.Status404NotFound, "There is no such page.").ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Sends each look as an event. A browser that is slower than the looks gets the newest one.</summary>
    private async Task StreamAsync(HttpContext context, PageView view, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "text/event-stream";
        Stream body = context.Response.Body;
        await body.WriteAsync(s_retry, cancellationToken).ConfigureAwait(false);
        await body.FlushAsync(cancellationToken).ConfigureAwait(false);
        for (long after = 0; ;)
        {
            PageLook look = await _source.WaitAsync(view, after, cancellationToken).ConfigureAwait(false);
            after = look.Number;
            await body.WriteAsync(s_data, cancellationToken).ConfigureAwait(false);
            await body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(look, PageJson.Default.PageLook), cancellationToken).ConfigureAwait(false);
            await body.WriteAsync(s_end, cancellationToken).ConfigureAwait(false);
            await body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static Task WriteJsonAsync<T>(HttpContext context, T? document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => document is null
            ? WriteTextAsync(context, StatusCodes.Status404NotFound, "There is nothing about that.")
            : WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(document, type), "application/json", cancellationToken);

    private static Task WriteTextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, Encoding.UTF8.GetBytes(text + "\n"), "text/plain; charset=utf-8", context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, byte[] content, string kind, CancellationToken cancellationToken)
    {
        context.Response.ContentType = kind;
        context.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(content, cancellationToken).ConfigureAwait(false);
    }
}
