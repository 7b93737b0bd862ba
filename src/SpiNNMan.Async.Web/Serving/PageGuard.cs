using System.Net;
using Microsoft.AspNetCore.Http;

namespace SpiNNMan.Async.Web.Serving;

/// <summary>Lets in requests of pages of this computer only, and says what browsers may do with the answers.</summary>
/// <remarks>A page of elsewhere can make a name of its own lead to this computer. A browser then sends that name, by which it is told apart.</remarks>
internal static class PageGuard
{
    /// <summary>Nothing from elsewhere, nothing inline, and in no frame.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] s_sites = ["same-origin", "none"];

    /// <summary>Why a request is refused; <see langword="null"/> if it is not.</summary>
    public static string? WhyRefused(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
            return "This page is for this computer only: ask for it by 127.0.0.1 or localhost.";
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return "There is nothing to change here: pages are only read.";

        // Links to the page may be anywhere, but nothing else of it is for other sites.
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 && request.Path != "/" && !s_sites.Contains(site, StringComparer.Ordinal)
            ? "Only the page itself may ask for this."
            : null;
    }

    /// <summary>Says what browsers may do with an answer.</summary>
    public static void Restrict(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
