using System.Net;
using System.Net.Http.Headers;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>A session with a REST service: logs in when that is needed, and again when a login has expired in the middle.</summary>
/// <remarks>Protocol: spalloc.md, "Sessions".</remarks>
internal sealed class RestSession : IDisposable
{
    private readonly ServiceSettings _settings;
    private readonly AllocationCredentials? _credentials;
    private readonly HttpClient _http;
    private readonly AsyncGate _loggingIn;
    private readonly Retrying _retrying;
    private AllocationLoginException? _refused;
    private RestLogin? _login;

    public RestSession(ServiceSettings settings, Uri service, AllocationCredentials? credentials)
    {
        _settings = settings;
        _credentials = credentials;
        Service = service;
        Name = service.IsDefaultPort ? service.Host : service.Authority;
        _loggingIn = new AsyncGate(settings.Inline);
        _retrying = new Retrying(settings);
        _http = new HttpClient(settings.Transport.CreateHandler(), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The address of the service; ends with a slash.</summary>
    public Uri Service { get; }

    /// <summary>Its host, as people know it.</summary>
    public string Name { get; }

    /// <summary>Who is logged in, if it is somebody with a name.</summary>
    public string? User => _credentials?.User;

    /// <summary>The description of the service, after a login if one is needed.</summary>
    public Task<RestLogin> GetLoginAsync(CancellationToken cancellationToken) => _retrying.RunAsync(token => LogInAsync(known: null, token), cancellationToken);

    /// <summary>Asks, and asks again when the service could not be reached: for what may be asked twice.</summary>
    public Task<RestAnswer> SendAsync(RestRequest request, CancellationToken cancellationToken) =>
        _retrying.RunAsync(token => SendOnceAsync(request, token), cancellationToken);

    /// <summary>Asks once, and once more if the login has expired: then the service has done nothing.</summary>
    /// <exception cref="LinkBrokenException">The service could not be reached, or cannot serve just now.</exception>
    public async Task<RestAnswer> SendOnceAsync(RestRequest request, CancellationToken cancellationToken)
    {
        RestLogin login = await LogInAsync(known: null, cancellationToken).ConfigureAwait(false);
        RestAnswer answer = await AttemptAsync(request, login, cancellationToken).ConfigureAwait(false);
        if (IsLoginWanted(answer) || (answer.Status == HttpStatusCode.Forbidden && request.Changes))
        {
            login = await LogInAsync(login, cancellationToken).ConfigureAwait(false);
            answer = await AttemptAsync(request, login, cancellationToken).ConfigureAwait(false);
            if (IsLoginWanted(answer))
                throw new AllocationLoginException($"{answer.What}: {Name} wants a login again right after one, as {Describe(_credentials)}.") { StatusCode = answer.Status };
        }

        return answer;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Services say so, or send to the page where people log in.</summary>
    private static bool IsLoginWanted(RestAnswer answer) =>
        answer.Status == HttpStatusCode.Unauthorized || (answer.Status == HttpStatusCode.Found && answer.Location?.OriginalString.Contains("login", StringComparison.OrdinalIgnoreCase) == true);

    private static string Describe(AllocationCredentials? credentials) => credentials?.ToString() ?? "nobody";

    /// <summary>Logs in, unless somebody has done so since the login that is known.</summary>
    private async Task<RestLogin> LogInAsync(RestLogin? known, CancellationToken cancellationToken)
    {
        if (_login is { } current && !ReferenceEquals(current, known))
            return current;

        await _loggingIn.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_login is { } since && !ReferenceEquals(since, known))
                return since;

            // Tried again, a password that was refused would lock the account.
            if (_refused is { } refused)
                throw new AllocationLoginException(refused.Message, refused);

            var opener = new RestLoginOpener(this, _credentials);
            _login = await opener.OpenAsync(cancellationToken).ConfigureAwait(false);
            Log.LoggedIn(_settings.Logger, Name, Describe(_credentials));
            return _login;
        }
        catch (AllocationLoginException exception) when (_credentials is { Token: null })
        {
            _refused = exception;
            throw;
        }
        finally
        {
            _loggingIn.Leave();
        }
    }

    /// <summary>Sends a request as what a login is.</summary>
    internal async Task<RestAnswer> AttemptAsync(RestRequest request, RestLogin login, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.Uri) { Content = request.Content?.Invoke() };
        if (login.Cookie is { } cookie)
            message.Headers.TryAddWithoutValidation("Cookie", $"{RestLogin.CookieName}={cookie}");

        // Once there is a session, what changes nothing goes without.
        if (login.Token is { } token && (request.Changes || login.Cookie is null))
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        if (request.Changes && login.CsrfHeader is { } header)
            message.Headers.TryAddWithoutValidation(header, login.CsrfToken);

        using var inTime = new CancellationTokenSource(request.Timeout ?? _settings.Timeout, _settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            login.TakeCookie(response.Headers);
            var answer = new RestAnswer(response.StatusCode, body, response.Headers.Location, request.Describe());
            return response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                ? throw new LinkBrokenException(answer.Refusal().Message, wasSent: response.StatusCode != HttpStatusCode.ServiceUnavailable)
                : answer;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LinkBrokenException($"{request.Describe()} was not answered in time.", wasSent: true, exception);
        }
        catch (HttpRequestException exception) when (_login is null && exception.HttpRequestError == HttpRequestError.NameResolutionError)
        {
            // A name that was never known is misspelt, and to try again is of no use.
            throw new SpinnakerConnectionException($"There is no host '{Name}': {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            bool wasSent = exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
            throw new LinkBrokenException($"{request.Describe()} failed: {exception.Message}", wasSent, exception);
        }
    }
}
