using System.Net.Http.Headers;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>The result of a login: the cookie of a session, the token of the service, and its description. All of it is secret.</summary>
internal sealed class RestLogin
{
    public const string CookieName = "JSESSIONID";

    /// <summary>The header of a bearer token, and what stands before the token in it.</summary>
    public const string TokenHeader = "Authorization";

    public const string TokenKind = "Bearer ";

    private string? _cookie;

    /// <summary>The cookie of the session; the service may change it with each answer.</summary>
    public string? Cookie => Volatile.Read(ref _cookie);

    /// <summary>The bearer token, if it was one that logged in.</summary>
    public string? Token { get; init; }

    /// <summary>The description of the service.</summary>
    public RestServiceDescription Description { get; set; } = new();

    public string? CsrfHeader => Description is { CsrfHeader.Length: > 0, CsrfToken.Length: > 0 } ? Description.CsrfHeader : null;

    public string? CsrfToken => Description.CsrfToken;

    /// <summary>The data by which another program uses a job with this login.</summary>
    public JobAccess ToAccess(Uri service, Uri job)
    {
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Cookie is { } cookie)
            cookies[CookieName] = cookie;

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (CsrfHeader is { } header)
            headers[header] = CsrfToken!;
        if (Token is { } token)
            headers[TokenHeader] = TokenKind + token;

        return new JobAccess(service.AbsoluteUri, job.AbsoluteUri, cookies, headers);
    }

    /// <summary>Takes the cookie of a login of another program.</summary>
    public void TakeCookie(string? cookie) => Volatile.Write(ref _cookie, cookie);

    /// <summary>Takes the cookie of an answer, if there is one, and says so.</summary>
    public bool TakeCookie(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies))
            return false;

        foreach (string cookie in cookies)
        {
            string pair = cookie.Split(';')[0].Trim();
            if (pair.StartsWith(CookieName + "=", StringComparison.Ordinal) && pair.Length > CookieName.Length + 1)
            {
                Volatile.Write(ref _cookie, pair[(CookieName.Length + 1)..]);
                return true;
            }
        }

        return false;
    }
}
