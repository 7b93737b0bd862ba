using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>Finds out who makes a request: by the cookie of a session, a bearer token, or a name and a password.</summary>
/// <param name="sessions">The sessions.</param>
/// <param name="accounts">Who may use the service.</param>
/// <param name="path">The path that cookies are for.</param>
internal sealed class Access(SessionStore sessions, Accounts accounts, string path)
{
    /// <summary>The cookie of a session.</summary>
    public const string CookieName = "JSESSIONID";

    /// <summary>The header with the secret of a session, without which nothing is changed.</summary>
    public const string CsrfHeader = "X-CSRF-TOKEN";

    private const string TokenUser = "bearer";

    /// <summary>Finds out who makes a request.</summary>
    /// <exception cref="WebFailureException">Nobody who may.</exception>
    public Session Authenticate(HttpContext context)
    {
        if (UserOfHeader(context.Request) is { } user)
        {
            // Browsers do not add this header by themselves, so that no other page can have made the request.
            return FindSession(context.Request) is { User: { } known } session && string.Equals(known, user, StringComparison.Ordinal) ? session : Begin(context, user);
        }

        if (FindSession(context.Request) is not { User: not null } found)
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Basic realm=\"spalloc\"";
            throw new WebFailureException(StatusCodes.Status401Unauthorized, "unauthorized: log in first");
        }

        CheckCsrf(context.Request, found);
        return found;
    }

    /// <summary>The session that a request belongs to; <see langword="null"/> if there is none any more.</summary>
    public Session? FindSession(HttpRequest request) => sessions.TryUse(request.Cookies[CookieName], out Session? session) ? session : null;

    /// <summary>Begins a session, and gives its cookie to the client.</summary>
    public Session Begin(HttpContext context, string? user)
    {
        Session session = sessions.Begin(user);
        context.Response.Cookies.Append(CookieName, session.Id, new CookieOptions
        {
            Path = path.Length == 0 ? "/" : path,
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
        });
        return session;
    }

    /// <summary>Ends a session.</summary>
    public void End(Session session) => sessions.End(session.Id);

    /// <summary>Whether a name and a password are right.</summary>
    public bool Accepts(string user, string password) => accounts.Accepts(user, password);

    /// <summary>Who a request says by its header that it is from; <see langword="null"/> if it says nothing.</summary>
    /// <exception cref="WebFailureException">It is not true.</exception>
    public string? UserOfHeader(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return null;
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && accounts.AcceptsToken(header[7..].Trim()))
            return TokenUser;
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Decode(header[6..].Trim()) is [var user, var password] && accounts.Accepts(user, password))
            return user;

        throw new WebFailureException((int)HttpStatusCode.Unauthorized, "unauthorized: the name, the password or the token is wrong");
    }

    private static string[] Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) : [];
    }

    private static void CheckCsrf(HttpRequest request, Session session)
    {
        bool changesNothing = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (!changesNothing && !Accounts.AreEqual(session.CsrfToken, request.Headers[CsrfHeader].ToString()))
            throw new WebFailureException(StatusCodes.Status403Forbidden, $"forbidden: the header {CsrfHeader} is missing, or is of another session");
    }
}
