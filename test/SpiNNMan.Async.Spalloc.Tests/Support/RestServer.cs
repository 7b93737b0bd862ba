using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>A REST service for tests, with sessions that expire, held answers and tunnels to boards of an in-memory network.</summary>
internal sealed class RestServer(Lab lab, TimeProvider time, InMemoryNetwork network)
{
    private const string Base = "https://spalloc.example/spalloc/";
    private readonly List<RestTunnel> _tunnels = [];
    private string _session = "";
    private int _sessions;

    public Lab Lab => lab;

    public bool IsUp { get; set; } = true;

    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan TunnelLatency { get; set; } = TimeSpan.FromMilliseconds(5);

    public bool HasTunnel { get; set; } = true;

    public bool TakesPassword { get; set; } = true;

    /// <summary>Method and path of what was asked for.</summary>
    public List<string> Requests { get; } = [];

    public Func<string, Mischief> Trick { get; set; } = static _ => Mischief.None;

    /// <summary>How often somebody logged in.</summary>
    public int Logins => _sessions;

    public IReadOnlyList<RestTunnel> Tunnels => _tunnels;

    public Dictionary<(int, int, uint), byte[]> Memory { get; } = [];

    public HttpMessageHandler CreateHandler() => new Handler(this);

    /// <summary>Forgets who is logged in.</summary>
    public void ExpireLogins() => _session = "";

    public void CutTunnels()
    {
        foreach (RestTunnel tunnel in _tunnels)
            tunnel.Cut();
    }

    public async Task<WebSocket> OpenWebSocketAsync(Uri uri, IReadOnlyDictionary<string, string> headers)
    {
        await Task.Delay(TunnelLatency, time).ConfigureAwait(false);
        if (!IsUp || _session.Length == 0 || !string.Equals(headers["Cookie"], $"JSESSIONID={_session}", StringComparison.Ordinal) || headers["X-CSRF-TOKEN"] is not "csrf" || headers["Origin"] is not "spalloc.example")
            throw new WebSocketException("The server returned status code '401' when status code '101' was expected.");

        int id = int.Parse(uri.Segments[^1], CultureInfo.InvariantCulture);
        (DuplexWebSocket ours, DuplexWebSocket theirs) = DuplexWebSocket.Pair(time, TunnelLatency);
        _tunnels.Add(new RestTunnel(ours, lab.Jobs[id], lab, network));
        lab.JobChanged += changed =>
        {
            if (changed == id && lab.Jobs.TryGetValue(id, out LabJob? job) && job.State == 4)
                ours.Abort();
        };
        return theirs;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Pause.ForAsync(Latency, time, cancellationToken).ConfigureAwait(false);
        if (!IsUp)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");

        string path = request.RequestUri!.AbsoluteUri[Base.Length..];
        string what = $"{request.Method} {path}";
        Requests.Add(what);
        Mischief trick = Trick(what);
        if (trick == Mischief.CloseBefore)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");

        HttpResponseMessage response = await RouteAsync(request, path, cancellationToken).ConfigureAwait(false);
        if (trick == Mischief.CloseAfter)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");

        await Pause.ForAsync(Latency, time, cancellationToken).ConfigureAwait(false);
        return response;
    }

    private async Task<HttpResponseMessage> RouteAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        string cookie = request.Headers.TryGetValues("Cookie", out IEnumerable<string>? cookies) ? cookies.Single() : "";
        if (path is "system/login.html")
            return Text(HttpStatusCode.OK, "<form><input value='tmp&amp;csrf' type=\"hidden\" name=\"_csrf\"/></form>", cookie: "anon");

        if (path is "system/perform_login")
        {
            string form = await request.Content!.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            if (!TakesPassword || form is not "_csrf=tmp%26csrf&username=user1&password=pw1&submit=submit" || cookie is not "JSESSIONID=anon")
                return Text(HttpStatusCode.Found, "");

            _session = $"session{++_sessions}";
            return Text(HttpStatusCode.Found, "", cookie: _session);
        }

        if (_session.Length == 0 || !string.Equals(cookie, $"JSESSIONID={_session}", StringComparison.Ordinal))
            return Text(HttpStatusCode.Unauthorized, "");

        if (request.Method != HttpMethod.Get && request.Headers.GetValues("X-CSRF-TOKEN").Single() is not "csrf")
            return Text(HttpStatusCode.Forbidden, "");

        string[] parts = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["srv", "spalloc"] => Json($$"""{"version": {"major-version": 7, "minor-version": 1, "revision": 2}, "jobs-ref": "{{Base}}srv/spalloc/jobs", "machines-ref": "{{Base}}srv/spalloc/machines", "csrf-header": "X-CSRF-TOKEN", "csrf-token": "csrf"}"""),
            ["srv", "spalloc", "machines"] => Json("""{"machines": [{"name": "m", "tags": ["default"], "width": 8, "height": 1, "dead-boards": [], "dead-links": []}]}"""),
            ["srv", "spalloc", "jobs"] when request.Method == HttpMethod.Post => await CreateAsync(request, cancellationToken).ConfigureAwait(false),
            ["srv", "spalloc", "jobs"] => Json($$"""{"jobs": [{{string.Join(", ", lab.Living.Select(job => $"\"{Base}srv/spalloc/jobs/{job.Id}\""))}}]}"""),
            ["srv", "spalloc", "jobs", string id, ..] => await JobAsync(request, int.Parse(id, CultureInfo.InvariantCulture), parts[4..], cancellationToken).ConfigureAwait(false),
            _ => Text(HttpStatusCode.NotFound, $"no {path}"),
        };
    }

    private async Task<HttpResponseMessage> CreateAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RestCreateJob body = JsonSerializer.Deserialize(await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), RestJson.Default.RestCreateJob)!;
        double? keepAlive = IsoDuration.TryParse(body.KeepaliveInterval, out TimeSpan interval) ? interval.TotalSeconds : null;
        LabJob job = lab.Create(body.Owner ?? "user1", body.NumBoards ?? (body.Dimensions is { } size ? 3 * size.Width * size.Height : 1), keepAlive);
        job.Args = JsonSerializer.Serialize(body, RestJson.Default.RestCreateJob);
        HttpResponseMessage response = Json($$"""{"job-id": {{job.Id}}}""");
        response.StatusCode = HttpStatusCode.Created;
        response.Headers.Location = new Uri($"{Base}srv/spalloc/jobs/{job.Id}");
        return response;
    }

    private async Task<HttpResponseMessage> JobAsync(HttpRequestMessage request, int id, string[] resource, CancellationToken cancellationToken)
    {
        if (!lab.Jobs.TryGetValue(id, out LabJob? job))
            return Text(HttpStatusCode.NotFound, "no such job");

        string query = Uri.UnescapeDataString(request.RequestUri!.Query);
        if (resource.Length > 0)
            lab.Touch(id);

        switch (resource)
        {
            case [] when request.Method == HttpMethod.Delete:
                lab.Destroy(id, query.Split("reason=")[1]);
                return Text(HttpStatusCode.NoContent, "");
            case []:
                if (query.Contains("wait=true", StringComparison.Ordinal))
                    await WaitAsync(id, cancellationToken).ConfigureAwait(false);

                return lab.Jobs.ContainsKey(id) ? Json(Describe(job)) : Text(HttpStatusCode.Gone, "it vanished");
            case ["keepalive"]:
                return Text(HttpStatusCode.OK, "ok");
            case ["machine"]:
                return job.Boards.Length == 0 ? Text(HttpStatusCode.NoContent, "") : Json(MachineOf(job));
            case ["machine", "power"] when request.Method == HttpMethod.Post:
                string body = await request.Content!.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                lab.Switch(id, body.Contains("ON", StringComparison.Ordinal));
                return Text(HttpStatusCode.Accepted, "");
            case ["machine", "power"]:
                return job.Power is null ? Text(HttpStatusCode.NoContent, "") : Json($$"""{"power": "{{(job.Power == true ? "ON" : "OFF")}}"}""");
            case ["chip"]:
                return job.Boards.Length == 0 ? Text(HttpStatusCode.NoContent, "") : Json($$"""{"machine": "m", "physical-board-coordinates": [0, 0, {{job.Boards[0]}}], "job-id": {{id}}}""");
            case ["report-issue"]:
                lab.Reports.Add(await request.Content!.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
                return Json("""{"action": "noted"}""");
            default:
                return Text(HttpStatusCode.NotFound, $"no {resource[0]}");
        }
    }

    private async Task WaitAsync(int id, CancellationToken cancellationToken)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.None);
        void OnChange(int one)
        {
            if (one == id)
                changed.TrySetResult();
        }

        lab.JobChanged += OnChange;
        try
        {
            using CancellationTokenRegistration stop = cancellationToken.UnsafeRegister(_ => changed.TrySetResult(), null);
            await changed.Task.WaitAsync(TimeSpan.FromSeconds(30), time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            lab.JobChanged -= OnChange;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private string Describe(LabJob job)
    {
        string proxy = HasTunnel && job.State is 2 or 3 ? $", \"proxy-ref\": \"wss://spalloc.example/spalloc/proxy/{job.Id}\"" : "";
        string reason = job.Reason is null ? "" : $", \"reason\": \"{job.Reason}\"";
        string request = job.Args is "[]" ? "" : $", \"original-request\": {job.Args}";
        return $$"""{"state": "{{job.StateName}}", "owner": "{{job.Owner}}", "start-time": "{{job.Start:O}}"{{reason}}{{proxy}}{{request}}}""";
    }

    private string MachineOf(LabJob job)
    {
        IEnumerable<string> connections = job.Boards.Select((board, index) => $"[[{ClassicServer.ChipX(index)}, {ClassicServer.ChipY(index)}], \"{lab.AddressOf(board)}\"]");
        return $$"""{"width": {{(job.Boards.Length + 2) / 3}}, "height": 1, "depth": {{(job.Boards.Length == 1 ? 1 : 3)}}, "machine-name": "m", "connections": [{{string.Join(", ", connections)}}]}""";
    }

    private static HttpResponseMessage Json(string json) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) };

    private static HttpResponseMessage Text(HttpStatusCode status, string text, string? cookie = null)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        if (cookie is not null)
            response.Headers.TryAddWithoutValidation("Set-Cookie", $"JSESSIONID={cookie}; Path=/spalloc; HttpOnly");

        return response;
    }

    private sealed class Handler(RestServer server) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => server.AnswerAsync(request, cancellationToken);
    }
}
