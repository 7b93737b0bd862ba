using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Spalloc.Server.Tunnel;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The REST service and the tunnel.</summary>
internal sealed partial class WebService : IAsyncDisposable
{
    private const long LongestBody = 256L << 20;

    private static readonly TimeSpan s_pingInterval = TimeSpan.FromSeconds(30);

    private readonly Laboratory _laboratory;
    private readonly SpallocServerOptions _options;
    private readonly WebPaths _paths;
    private readonly Access _access;
    private readonly WebApplication _application;
    private readonly X509Certificate2? _certificate;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();

    private WebService(Laboratory laboratory, Uri address, SpallocServerOptions options)
    {
        _laboratory = laboratory;
        _options = options;
        _logger = options.LoggerFactory.CreateLogger<WebService>();
        string prefix = address.AbsolutePath.TrimEnd('/');
        _paths = new WebPaths(prefix);
        _access = new Access(new SessionStore(options.TimeProvider), AccountsOf(address, options), prefix);
        if (string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
            _certificate = options.CertificateFile is { } file ? WebCertificate.Load(file) : WebCertificate.Make(address.DnsSafeHost, options.TimeProvider.GetUtcNow());

        _application = Build(EndPointOf(address));
        Map(_application);
        Address = address;
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; private set; }

    /// <summary>Where the certificate is, if it was made.</summary>
    public string? MadeCertificateFile { get; private set; }

    /// <summary>Starts it.</summary>
    /// <exception cref="SpinnakerConnectionException">The system refused the address or the port, or the certificate cannot be used.</exception>
    public static async Task<WebService> StartAsync(Laboratory laboratory, Uri address, SpallocServerOptions options, CancellationToken cancellationToken)
    {
        var service = new WebService(laboratory, address, options);
        try
        {
            await service._application.StartAsync(cancellationToken).ConfigureAwait(false);
            service.FindOutPort();
            if (service._certificate is { } certificate && options.CertificateFile is null)
                service.MadeCertificateFile = await WriteAsync(certificate, service.Address.Port, cancellationToken).ConfigureAwait(false);

            return service;
        }
        catch (Exception exception)
        {
            await service.DisposeAsync().ConfigureAwait(false);
            if (exception is IOException or SocketException)
                throw new SpinnakerConnectionException($"The allocation service cannot listen on {Hide(address)}: {exception.Message}", exception);

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _certificate?.Dispose();
        _end.Dispose();
    }

    private static Accounts AccountsOf(Uri address, SpallocServerOptions options)
    {
        var users = new Dictionary<string, string>(options.Users, StringComparer.Ordinal);
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
            users[Uri.UnescapeDataString(user)] = password is [var given] ? Uri.UnescapeDataString(given) : "";

        return new Accounts(users, options.BearerTokens, options.TimeProvider);
    }

    private static IPEndPoint EndPointOf(Uri address)
    {
        if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            return new IPEndPoint(IPAddress.Loopback, address.Port);

        return IPAddress.TryParse(address.DnsSafeHost, out IPAddress? host)
            ? new IPEndPoint(host, address.Port)
            : throw new InvalidParameterException(nameof(SpallocServerOptions.Web), Hide(address), "the host must be localhost, or an address of this computer");
    }

    /// <summary>The address without a password.</summary>
    private static Uri Hide(Uri address) => new UriBuilder(address) { UserName = "", Password = "" }.Uri;

    private static async Task<string> WriteAsync(X509Certificate2 certificate, int port, CancellationToken cancellationToken)
    {
        string file = Path.Combine(Path.GetTempPath(), $"spinnman-spalloc-{port}.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem() + "\n", cancellationToken).ConfigureAwait(false);
        return file;
    }

    private WebApplication Build(IPEndPoint endPoint)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton(_options.LoggerFactory);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = LongestBody;
            server.Listen(endPoint, listen =>
            {
                // Websockets need the first version.
                listen.Protocols = HttpProtocols.Http1;
                if (_certificate is not null)
                    listen.UseHttps(_certificate);
            });
        });
        return builder.Build();
    }

    private void Map(WebApplication application)
    {
        application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = s_pingInterval });
        application.UseRouting();
        new LoginResources(_access, _paths).Map(application);
        var machines = new MachineResources(_laboratory);
        var boards = new JobMachineResources(_laboratory);
        var memory = new MemoryResources(_laboratory);
        var fast = new FastMemoryResources(_laboratory);
        var jobs = new JobResources(_laboratory, new JobReading(_laboratory, _options, maySpeakForOthers: _options.Users.Count == 0));
        Map(application, "GET", _paths.Api, LoginResources.DescribeAsync);
        Map(application, "GET", _paths.Machines, machines.ListAsync);
        Map(application, "GET", $"{_paths.Machines}/{{name}}", machines.ShowAsync);
        Map(application, "GET", $"{_paths.Machines}/{{name}}/logical-board", machines.FindLogicalBoardAsync);
        Map(application, "GET", $"{_paths.Machines}/{{name}}/physical-board", machines.FindPhysicalBoardAsync);
        Map(application, "GET", $"{_paths.Machines}/{{name}}/chip", machines.FindChipAsync);
        Map(application, "GET", $"{_paths.Machines}/{{name}}/board-ip", machines.FindAddressAsync);
        Map(application, "GET", _paths.Jobs, jobs.ListAsync);
        Map(application, "POST", _paths.Jobs, jobs.CreateAsync);
        string job = $"{_paths.Jobs}/{{id}}";
        Map(application, "GET", job, jobs.ShowAsync);
        Map(application, "DELETE", job, jobs.DestroyAsync);
        Map(application, "PUT", $"{job}/keepalive", jobs.KeepAliveAsync);
        Map(application, "GET", $"{job}/machine", boards.ShowAsync);
        Map(application, "GET", $"{job}/machine/power", boards.ShowPowerAsync);
        Map(application, "POST", $"{job}/machine/power", boards.SetPowerAsync);
        Map(application, "GET", $"{job}/chip", boards.FindChipAsync);
        Map(application, "POST", $"{job}/report-issue", boards.ReportAsync);
        Map(application, "GET", $"{job}/memory", memory.ReadAsync);
        Map(application, "POST", $"{job}/memory", memory.WriteAsync);
        Map(application, "GET", $"{job}/fast-data-read", fast.ReadAsync);
        Map(application, "POST", $"{job}/fast-data-write", fast.WriteAsync);
        Map(application, "DELETE", $"{job}/router", memory.ResetRoutersAsync);
        Map(application, "GET", $"{_paths.Proxy}/{{id}}", OpenTunnelAsync);
    }

    /// <summary>Maps a resource of those who have logged in.</summary>
    private void Map(IEndpointRouteBuilder routes, string method, string pattern, Func<WebExchange, Task> handle) =>
        routes.MapMethods(pattern, [method], (RequestDelegate)(async context =>
        {
            try
            {
                await handle(new WebExchange(context, _access.Authenticate(context), _paths, _end.Token)).ConfigureAwait(false);
            }
            catch (WebFailureException failure)
            {
                await AnswerAsync(context, failure.Status, failure.Message).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SpinnakerException)
            {
                RequestFailed(context.Request.Method, context.Request.Path, exception.Message);
                await AnswerAsync(context, StatusCodes.Status500InternalServerError, $"the boards did not do it: {exception.GetType().Name}: {exception.Message}").ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client is gone.
            }
        }));

    private static async Task AnswerAsync(HttpContext context, int status, string message)
    {
        if (context.Response.HasStarted)
            context.Abort();
        else
            await WebExchange.AnswerAsync(context.Response, message, status, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task OpenTunnelAsync(WebExchange exchange)
    {
        if (!exchange.Context.WebSockets.IsWebSocketRequest)
            throw WebFailureException.BadArgument("this is the address of a websocket");

        JobSnapshot job = _laboratory.Find(exchange.JobId()) ?? throw WebFailureException.NotFound("job");
        if (!job.HasBoards)
            throw new WebFailureException(StatusCodes.Status503ServiceUnavailable, "the job has no boards");

        using WebSocket socket = await exchange.Context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await new TunnelSession(_laboratory, job, socket, _options.TunnelAddress).RunAsync(exchange.Stopping).ConfigureAwait(false);
    }

    /// <summary>Finds out which port the system has chosen.</summary>
    private void FindOutPort()
    {
        string bound = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new UriBuilder(Hide(Address)) { Port = new Uri(bound).Port }.Uri;
    }

    [LoggerMessage(1101, LogLevel.Warning, "{Method} {Path} failed: {Error}")]
    private partial void RequestFailed(string method, string path, string error);
}
