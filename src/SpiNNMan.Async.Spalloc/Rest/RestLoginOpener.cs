using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>Logs in, in the three steps that the service wants.</summary>
/// <remarks>Protocol: spalloc.md, "Sessions".</remarks>
internal sealed partial class RestLoginOpener(RestSession session, AllocationCredentials? credentials)
{
    private const string Page = "system/login.html";
    private const string Form = "system/perform_login";
    private const string Root = "srv/spalloc/";

    public async Task<RestLogin> OpenAsync(CancellationToken cancellationToken)
    {
        var login = new RestLogin { Token = credentials?.Token is { } token ? await token(cancellationToken).ConfigureAwait(false) : TokenOf(credentials?.Headers) };
        if (credentials?.Cookies is { } cookies)
        {
            login.TakeCookie(cookies.GetValueOrDefault(RestLogin.CookieName));
        }
        else if (credentials is not null)
        {
            RestAnswer page = await session.AttemptAsync(new RestRequest(HttpMethod.Get, new Uri(session.Service, Page)), login, cancellationToken).ConfigureAwait(false);
            if ((int)page.Status >= 400)
                throw Refused(page, $"did not take {credentials}");

            if (credentials is { User: { } user, Password: { } password })
                await SendFormAsync(login, page, user, password, cancellationToken).ConfigureAwait(false);
        }

        RestAnswer root = await session.AttemptAsync(new RestRequest(HttpMethod.Get, new Uri(session.Service, Root)), login, cancellationToken).ConfigureAwait(false);
        if (root.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Found)
        {
            throw Refused(root, credentials is null
                ? "wants a login, and there are no credentials: give a user and a password or a token, or set SPALLOC_USER and SPALLOC_PASSWORD"
                : credentials.Cookies is not null
                    ? "does not know the login of the other program any more: it has ended, or the service was started again"
                    : $"logged {credentials} in, and does not serve that user");
        }

        login.Description = root.OrThrow().Read(RestJson.Default.RestServiceDescription);
        return login;
    }

    private static string? TokenOf(IReadOnlyDictionary<string, string>? headers) =>
        headers?.GetValueOrDefault(RestLogin.TokenHeader) is { } header && header.StartsWith(RestLogin.TokenKind, StringComparison.OrdinalIgnoreCase) ? header[RestLogin.TokenKind.Length..] : null;

    private async Task SendFormAsync(RestLogin login, RestAnswer page, string user, string password, CancellationToken cancellationToken)
    {
        string html = System.Text.Encoding.UTF8.GetString(page.Body);
        if (Input().Matches(html).FirstOrDefault(static input => NameOfToken().IsMatch(input.Value)) is not { } input || Value().Match(input.Value) is not { Success: true } value)
            throw new AllocationLoginException($"{session.Name} has a page for logging in without the hidden field _csrf: is it an allocation service?") { StatusCode = page.Status };

        string before = login.Cookie ?? "";
        var request = new RestRequest(HttpMethod.Post, new Uri(session.Service, Form))
        {
            Content = () => new FormUrlEncodedContent(
            [
                new("_csrf", WebUtility.HtmlDecode(value.Groups["value"].Value)),
                new("username", user),
                new("password", password),
                new("submit", "submit"),
            ]),
        };
        RestAnswer answer = await session.AttemptAsync(request, login, cancellationToken).ConfigureAwait(false);

        // After a refusal the service sends the form again, with the cookie of the first form.
        if ((int)answer.Status >= 400 || string.Equals(before, login.Cookie ?? "", StringComparison.Ordinal) || MessageOf(answer) is not null)
            throw Refused(answer, $"did not take the password of user {user}");
    }

    private static string? MessageOf(RestAnswer answer)
    {
        try
        {
            return answer.Body.Length > 0 && answer.Body[0] == '{' ? JsonSerializer.Deserialize(answer.Body, RestJson.Default.RestMessage)?.Message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private AllocationLoginException Refused(RestAnswer answer, string what)
    {
        string said = MessageOf(answer) is { } message ? $": {message}" : "";
        return new AllocationLoginException($"{session.Name} {what} (status {(int)answer.Status}){said}") { StatusCode = answer.Status };
    }

    [GeneratedRegex("<input\\b[^>]*>", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Input();

    [GeneratedRegex("\\bname\\s*=\\s*[\"']_csrf[\"']", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameOfToken();

    [GeneratedRegex("\\bvalue\\s*=\\s*[\"'](?<value>[^\"']*)[\"']", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Value();
}
