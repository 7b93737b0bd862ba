using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>Where tunnels are opened.</summary>
/// <remarks>Protocol: spalloc.md, "The tunnel".</remarks>
internal static class RestTunnels
{
    /// <summary>The address that the service told, never less protected than the service itself, and the headers that it wants to see.</summary>
    public static TunnelAddress AddressOf(Uri told, Uri service, Uri job, RestLogin login)
    {
        var builder = new UriBuilder(told.IsAbsoluteUri ? told : new Uri(service, told));
        bool isProtected = RestUris.HasScheme(service, Uri.UriSchemeHttps);
        bool hasDefaultPort = builder.Uri.IsDefaultPort;
        builder.Scheme = builder.Scheme switch
        {
            "ws" or "http" => isProtected ? "wss" : "ws",
            "wss" or "https" => "wss",
            _ => throw new AllocationException($"{service.Host} says that the tunnel is at a scheme '{builder.Scheme}', which no websocket has."),
        };
        if (hasDefaultPort)
            builder.Port = -1;

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Origin"] = job.Host };
        if (login.Cookie is { } cookie)
            headers["Cookie"] = $"{RestLogin.CookieName}={cookie}";

        if (login.CsrfHeader is { } name)
            headers[name] = login.CsrfToken!;

        if (login.Token is { } token)
            headers["Authorization"] = $"Bearer {token}";

        return new TunnelAddress(builder.Uri, headers);
    }
}
