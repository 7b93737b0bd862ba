using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Conformance.Spalloc;

/// <summary>Compares requests with those of a record, in their order, and answers as the record says.</summary>
/// <param name="exchanges">What the record has.</param>
/// <param name="comparison">Takes the differences.</param>
/// <param name="logsIn">Whether the record has the logging in; otherwise it is answered before all else.</param>
internal sealed class ScriptedTransport(IEnumerable<JsonElement> exchanges, Comparison comparison, bool logsIn) : IAllocationTransport
{
    private readonly Queue<JsonElement> _exchanges = new(exchanges);
    private int _loginStep = logsIn ? 3 : 0;

    public int Left => _exchanges.Count;

    public Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken) => throw new NotSupportedException();

    public HttpMessageHandler CreateHandler() => new Handler(this);

    public Task<WebSocket> OpenWebSocketAsync(Uri uri, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        if (_loginStep < 3)
            return LogIn(_loginStep++);

        if (!_exchanges.TryDequeue(out JsonElement exchange))
        {
            comparison.Differs($"{request.Method} {request.RequestUri} was not recorded");
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        comparison.Same("method", exchange.GetString("method"), request.Method.Method);
        comparison.Same("address", UrlOf(exchange), request.RequestUri!.AbsoluteUri);
        comparison.Same("cookies", exchange.Has("cookies") ? string.Join("; ", exchange.GetProperty("cookies").EnumerateObject().Select(static one => $"{one.Name}={one.Value}")) : "", HeaderOf(request, "Cookie"));
        CheckHeaders(exchange, request);
        await CheckBodyAsync(exchange, request).ConfigureAwait(false);
        return Reply(exchange.GetProperty("reply"));
    }

    private void CheckHeaders(JsonElement exchange, HttpRequestMessage request)
    {
        Dictionary<string, string> expected = exchange.Has("headers")
            ? exchange.GetProperty("headers").EnumerateObject().ToDictionary(static one => one.Name, static one => one.Value.GetString()!, StringComparer.OrdinalIgnoreCase)
            : [];
        foreach (string name in new[] { "Authorization", "X-CSRF-TOKEN" })
            comparison.Same(name, expected.GetValueOrDefault(name) ?? "", HeaderOf(request, name));

        if (expected.TryGetValue("Content-Type", out string? type))
            comparison.Same("Content-Type", type, request.Content?.Headers.ContentType?.ToString());
    }

    private async Task CheckBodyAsync(JsonElement exchange, HttpRequestMessage request)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync().ConfigureAwait(false);
        if (exchange.Has("body_json"))
        {
            JsonNode expected = JsonNode.Parse(exchange.GetProperty("body_json").GetRawText())!;
            JsonNode actual = JsonNode.Parse(body)!;

            // The service takes one of these three, and so does the library; the recorded client sends all of them.
            if (expected["group"] is not null && expected["nmpi-collab"] is not null)
            {
                expected.AsObject().Remove("nmpi-collab");
                expected.AsObject().Remove("nmpi-job-id");
            }

            if (!JsonNode.DeepEquals(expected, actual))
                comparison.Differs($"body: expected {expected.ToJsonString()}, got {actual.ToJsonString()}");
        }
        else if (exchange.Has("body"))
        {
            JsonElement recorded = exchange.GetProperty("body");
            string form = recorded.ValueKind == JsonValueKind.Object
                ? string.Join("&", recorded.EnumerateObject().Select(static one => $"{one.Name}={Uri.EscapeDataString(one.Value.GetString()!)}"))
                : recorded.GetString()!;
            comparison.Same("body", form, body);
        }
        else
        {
            comparison.Same("body", "", body);
        }
    }

    private static string UrlOf(JsonElement exchange)
    {
        string query = exchange.Has("params") ? string.Join("&", exchange.GetProperty("params").EnumerateObject().Select(static one => $"{one.Name}={one.Value}")) : "";
        return exchange.GetString("url") + (query.Length == 0 ? "" : "?" + query);
    }

    private static string HeaderOf(HttpRequestMessage request, string name) => request.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : "";

    private static HttpResponseMessage LogIn(int step) => step switch
    {
        0 => Make(HttpStatusCode.OK, "<input type=\"hidden\" name=\"_csrf\" value=\"tmp-csrf\" />", "anon"),
        1 => Make(HttpStatusCode.Found, "", "sess1"),
        _ => Make(
            HttpStatusCode.OK,
            """{"csrf-header": "X-CSRF-TOKEN", "csrf-token": "csrf-1", "version": {"major-version": 1, "minor-version": 2, "revision": 3}, "machines-ref": "https://spalloc.example/spalloc/srv/spalloc/machines", "jobs-ref": "https://spalloc.example/spalloc/srv/spalloc/jobs"}""",
            cookie: null),
    };

    private static HttpResponseMessage Reply(JsonElement reply)
    {
        string body = reply.Has("json") ? reply.GetProperty("json").GetRawText() : reply.GetStringOrNull("text") ?? "";
        string? cookie = reply.Has("set_cookies") ? reply.GetProperty("set_cookies").GetString("JSESSIONID") : null;
        HttpResponseMessage response = Make((HttpStatusCode)reply.GetInteger("status"), body, cookie);
        if (reply.Has("headers"))
            response.Headers.Location = new Uri(reply.GetProperty("headers").GetString("Location"));

        return response;
    }

    private static HttpResponseMessage Make(HttpStatusCode status, string body, string? cookie)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (cookie is not null)
            response.Headers.TryAddWithoutValidation("Set-Cookie", $"JSESSIONID={cookie}; Path=/");

        return response;
    }

    private sealed class Handler(ScriptedTransport transport) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => transport.AnswerAsync(request);
    }
}
