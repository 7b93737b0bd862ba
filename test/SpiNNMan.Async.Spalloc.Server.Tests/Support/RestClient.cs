using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Support;

/// <summary>A client of the REST service that does as the Python client does: logs in by the form, keeps the cookie, and sends the secret with everything that changes something.</summary>
internal sealed partial class RestClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _root;

    public RestClient(Uri root, HttpMessageHandler? handler = null)
    {
        _root = new Uri(root.ToString().TrimEnd('/') + "/");
        _http = new HttpClient(handler ?? new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Pace.Scale(TimeSpan.FromSeconds(40)) };
    }

    public string? Cookie { get; set; }

    public string? Csrf { get; set; }

    public AuthenticationHeaderValue? Authorization { get; set; }

    public static async Task<RestClient> LogInAsync(Uri root, CancellationToken cancellationToken, string user = "me", string password = "secret", HttpMessageHandler? handler = null)
    {
        var client = new RestClient(root, handler);
        HttpResponseMessage answer = await client.SendFormAsync(user, password, cancellationToken);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await client.GetSecretAsync(cancellationToken);
        return client;
    }

    /// <summary>Gets the form, and sends it.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(string user, string password, CancellationToken cancellationToken)
    {
        HttpResponseMessage page = await SendAsync(HttpMethod.Get, "system/login.html", cancellationToken);
        string token = HiddenField().Match(await page.Content.ReadAsStringAsync(cancellationToken)).Groups["value"].Value;
        return await SendAsync(HttpMethod.Post, "system/perform_login", cancellationToken, new FormUrlEncodedContent([new("_csrf", token), new("username", user), new("password", password), new("submit", "submit")]));
    }

    /// <summary>Gets the secret.</summary>
    public async Task<JsonNode> GetSecretAsync(CancellationToken cancellationToken)
    {
        JsonNode root = await GetAsync("srv/spalloc/", cancellationToken);
        Assert.That((string?)root["csrf-header"], Is.EqualTo("X-CSRF-TOKEN"));
        Csrf = (string?)root["csrf-token"];
        return root;
    }

    /// <summary>Gets JSON.</summary>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Get, path, cancellationToken);
        string text = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        return JsonNode.Parse(text)!;
    }

    /// <summary>Creates a job, and returns the path of it.</summary>
    public async Task<string> CreateAsync(string body, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "srv/spalloc/jobs", cancellationToken, Json(body));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created), await answer.Content.ReadAsStringAsync(cancellationToken));
        JsonNode created = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
        Assert.That((string?)created["job-ref"], Is.EqualTo(answer.Headers.Location!.ToString()));
        return answer.Headers.Location.ToString();
    }

    /// <summary>Waits, by long polls, until a job is in a state.</summary>
    public async Task<JsonNode> WaitForStateAsync(string job, string state, CancellationToken cancellationToken)
    {
        while (true)
        {
            JsonNode answer = await GetAsync($"{job}/?wait=true", cancellationToken);
            if (string.Equals((string?)answer["state"], state, StringComparison.Ordinal))
                return answer;
        }
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_root, path)) { Content = content };
        if (Cookie is not null)
            request.Headers.Add("Cookie", $"JSESSIONID={Cookie}");
        if (Csrf is not null && method != HttpMethod.Get)
            request.Headers.Add("X-CSRF-TOKEN", Csrf);
        request.Headers.Authorization = Authorization;
        HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        if (answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies))
            Cookie = cookies.First().Split(';')[0].Split('=')[1];

        return answer;
    }

    /// <summary>Opens the tunnel of a job.</summary>
    public async Task<ClientWebSocket> OpenTunnelAsync(string proxy, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"JSESSIONID={Cookie}");
        socket.Options.SetRequestHeader("X-CSRF-TOKEN", Csrf);
        socket.Options.SetRequestHeader("Origin", "127.0.0.1");
        await socket.ConnectAsync(new Uri(proxy), cancellationToken);
        return socket;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""<input type="hidden" name="_csrf" value="(?<value>[^"]+)" />""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HiddenField();
}
