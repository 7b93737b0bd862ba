using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Spalloc.Server.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Rest;

/// <summary>Jobs and machines by REST.</summary>
[CancelAfter(40_000)]
internal sealed class JobTests
{
    [Test]
    public async Task The_life_of_a_job(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        string uri = await client.CreateAsync("""{"num-boards":3,"keepalive-interval":"PT45S","tags":["default"]}""", cancellationToken);

        JsonNode job = await client.WaitForStateAsync(uri, "READY", cancellationToken);
        Assert.That((string?)job["owner"], Is.EqualTo("me"));
        Assert.That((string?)job["keepalive-host"], Is.EqualTo("127.0.0.1"));
        Assert.That(DateTimeOffset.Parse((string)job["start-time"]!, CultureInfo.InvariantCulture), Is.LessThanOrEqualTo(DateTimeOffset.Parse((string)job["keep-alive-time"]!, CultureInfo.InvariantCulture)));
        Assert.That(job["original-request"]!.ToJsonString(), Is.EqualTo("""{"num-boards":3,"keepalive-interval":"PT45S","tags":["default"]}"""));
        Assert.That((string?)job["proxy-ref"], Does.StartWith("ws://127.0.0.1:"));
        Assert.That(job.AsObject().ContainsKey("reason"), Is.False, "what is not there is left out");

        JsonNode machine = await client.GetAsync((string)job["machine-ref"]!, cancellationToken);
        Assert.That(machine["connections"]!.ToJsonString(), Is.EqualTo("""[[[0,0],"10.1.0.9"],[[8,4],"10.1.0.17"],[[4,8],"10.1.0.25"]]"""));
        Assert.That(((int?)machine["width"], (int?)machine["height"], (int?)machine["depth"]), Is.EqualTo((1, 1, 3)));
        Assert.That((string?)machine["machine-name"], Is.EqualTo("lab"));
        JsonNode where = await client.GetAsync($"{job["chip-ref"]}?x=9&y=9", cancellationToken);
        Assert.That(where["logical-board-coordinates"]!.ToJsonString(), Is.EqualTo("[0,0,2]"));
        Assert.That(where["physical-board-coordinates"]!.ToJsonString(), Is.EqualTo("[0,0,2]"));
        Assert.That(where["job-chip"]!.ToJsonString(), Is.EqualTo("[9,9]"));

        HttpResponseMessage kept = await client.SendAsync(HttpMethod.Put, (string)job["keepalive-ref"]!, cancellationToken, new StringContent("alive", Encoding.UTF8, "text/plain"));
        Assert.That(await kept.Content.ReadAsStringAsync(cancellationToken), Is.EqualTo("ok"));
        HttpResponseMessage off = await client.SendAsync(HttpMethod.Post, (string)job["power-ref"]!, cancellationToken, RestClient.Json("""{"power":"OFF"}"""));
        Assert.That(off.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await client.WaitForStateAsync(uri, "READY", cancellationToken);
        Assert.That((string?)(await client.GetAsync((string)job["power-ref"]!, cancellationToken))["power"], Is.EqualTo("OFF"));
        await Poll.UntilAsync(() => served.Machine.Boards.All(static board => board.State == BoardState.Off), cancellationToken);

        Assert.That((await client.SendAsync(HttpMethod.Delete, $"{uri}?reason=finished", cancellationToken)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        JsonNode over = await client.GetAsync($"{uri}?wait=true", cancellationToken);
        Assert.That(((string?)over["state"], (string?)over["reason"]), Is.EqualTo(("DESTROYED", "finished")));
        Assert.That(over.AsObject().ContainsKey("finish-time"));
        Assert.That((await client.SendAsync(HttpMethod.Get, (string)job["machine-ref"]!, cancellationToken)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await client.SendAsync(HttpMethod.Get, (string)job["power-ref"]!, cancellationToken)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [TestCase("""{"num-boards":1,"tags":["default"]}""", "keepalive-interval")]
    [TestCase("""{"keepalive-interval":"60","tags":[]}""", "ISO 8601")]
    [TestCase("""{"keepalive-interval":"PT5S","tags":[]}""", "PT30S to PT5M")]
    [TestCase("""{"keepalive-interval":"PT1H","tags":[]}""", "PT30S to PT5M")]
    [TestCase("""{"keepalive-interval":"PT60S"}""", "machine-name or tags")]
    [TestCase("""{"keepalive-interval":"PT60S","tags":[],"machine-name":"lab"}""", "machine-name or tags")]
    [TestCase("""{"keepalive-interval":"PT60S","tags":[],"num-boards":0}""", "num-boards")]
    [TestCase("""{"keepalive-interval":"PT60S","tags":[],"num-boards":1,"dimensions":{"width":1,"height":1}}""", "exclude")]
    [TestCase("""{"keepalive-interval":"PT60S","tags":[],"dimensions":{"width":0,"height":1}}""", "width")]
    [TestCase("""{"keepalive-interval":"PT60S","tags":[],"board":{}}""", "a board is")]
    [TestCase("""{"keepalive-interval":"PT60S","tags":[],"board":{"x":9,"y":0,"z":0}}""", "no such board")]
    [TestCase("""{"keepalive-interval":"PT60S","tags":[],"max-dead-boards":-1}""", "max-dead-boards")]
    [TestCase("""{"keepalive-interval":"PT60S","tags":[],"group":"a","nmpi-job-id":3}""", "only one of")]
    [TestCase("""[]""", "JSON")]
    [TestCase("""rubbish""", "JSON")]
    public async Task A_wrong_request_is_refused_with_the_reason(string body, string reason, CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        HttpResponseMessage answer = await client.SendAsync(HttpMethod.Post, "srv/spalloc/jobs", cancellationToken, RestClient.Json(body));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/plain"));
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Does.StartWith("bad request: BadArgs: ").And.Contain(reason));
        Assert.That((await client.GetAsync("srv/spalloc/jobs", cancellationToken))["jobs"]!.AsArray(), Is.Empty);
    }

    [TestCase("""{"x":1,"y":0,"z":2}""", "[[1,0,2]]")]
    [TestCase("""{"cabinet":0,"frame":0,"board":4}""", "[[1,0,1]]")]
    [TestCase("""{"address":"10.1.0.33"}""", "[[1,0,0]]")]
    public async Task A_board_can_be_named_in_three_ways(string board, string boards, CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync(triads: new TriadArrangement(2, 1));
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        string uri = await client.CreateAsync($$"""{"keepalive-interval":"PT60S","machine-name":"lab","board":{{board}}}""", cancellationToken);

        JsonNode machine = await client.GetAsync($"{uri}/machine", cancellationToken);
        Assert.That(machine["boards"]!.ToJsonString(), Is.EqualTo(boards));
        Assert.That((int?)machine["depth"], Is.EqualTo(1));
    }

    [Test]
    public async Task A_rectangle_can_have_a_place(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync(triads: new TriadArrangement(3, 1));
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        string uri = await client.CreateAsync("""{"keepalive-interval":"PT60S","tags":["default"],"dimensions":{"width":1,"height":1},"board":{"x":2,"y":0,"z":1}}""", cancellationToken);

        Assert.That((await client.GetAsync($"{uri}/machine", cancellationToken))["boards"]!.ToJsonString(), Is.EqualTo("[[2,0,0],[2,0,1],[2,0,2]]"));
    }

    [Test]
    public async Task A_long_poll_ends_with_a_change_or_after_half_a_minute(CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider();
        await using ServedMachine served = await ServedMachine.StartAsync(new SpallocServerOptions { TimeProvider = clock, MaxKeepAlive = TimeSpan.FromDays(1) });
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        string uri = await client.CreateAsync("""{"keepalive-interval":"PT86400S","tags":["default"]}""", cancellationToken);
        await client.WaitForStateAsync(uri, "READY", cancellationToken);

        Task<JsonNode> poll = client.GetAsync($"{uri}?wait=true", cancellationToken);
        while (!poll.IsCompleted)
        {
            // Nobody outside knows when the service has begun to wait. It has not, if it answers something else first.
            clock.Advance(TimeSpan.FromSeconds(31));
            await client.GetAsync("srv/spalloc/machines", cancellationToken);
        }

        Assert.That((string?)(await poll)["state"], Is.EqualTo("READY"), "the job has not changed: the time was up");
        string other = await client.CreateAsync("""{"keepalive-interval":"PT300S","tags":["default"]}""", cancellationToken);
        await client.WaitForStateAsync(other, "READY", cancellationToken);
        Task<JsonNode> change = client.GetAsync($"{other}?wait=true", cancellationToken);
        await client.SendAsync(HttpMethod.Delete, other, cancellationToken);
        Assert.That((string?)(await change)["state"], Is.EqualTo("DESTROYED"));
    }

    [Test]
    public async Task The_list_of_jobs_has_pages(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        var all = new List<string>();
        for (int i = 0; i < 5; i++)
            all.Add(await client.CreateAsync("""{"keepalive-interval":"PT60S","tags":["default"]}""", cancellationToken));
        await client.SendAsync(HttpMethod.Delete, all[0], cancellationToken);

        var listed = new List<string?>();
        string? page = "srv/spalloc/jobs?deleted=true&limit=2";
        while (page is not null)
        {
            JsonNode list = await client.GetAsync(page, cancellationToken);
            listed.AddRange(list["jobs"]!.AsArray().Select(static job => (string?)job));
            page = (string?)list["next"];
        }

        Assert.That(listed, Is.EqualTo(all));
        Assert.That((await client.GetAsync("srv/spalloc/jobs", cancellationToken))["jobs"]!.AsArray().Select(static job => (string?)job), Is.EqualTo(all.Skip(1)));
        HttpResponseMessage second = await client.SendAsync(HttpMethod.Get, "srv/spalloc/jobs?limit=2&start=2", cancellationToken);
        Assert.That(second.Headers.GetValues("Link").Single(), Does.Contain("rel=\"prev\""));
        Assert.That((await client.SendAsync(HttpMethod.Get, "srv/spalloc/jobs?limit=201", cancellationToken)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("GET", "srv/spalloc/jobs/99", HttpStatusCode.NotFound)]
    [TestCase("GET", "srv/spalloc/jobs/x", HttpStatusCode.NotFound)]
    [TestCase("DELETE", "srv/spalloc/jobs/99", HttpStatusCode.NotFound)]
    [TestCase("PUT", "srv/spalloc/jobs/99/keepalive", HttpStatusCode.NotFound)]
    [TestCase("PUT", "srv/spalloc/jobs", HttpStatusCode.MethodNotAllowed)]
    [TestCase("GET", "srv/spalloc/nothing", HttpStatusCode.NotFound)]
    [TestCase("GET", "srv/spalloc/machines/nowhere", HttpStatusCode.NotFound)]
    [TestCase("GET", "srv/spalloc/machines/lab/chip?x=99&y=0", HttpStatusCode.NotFound)]
    [TestCase("GET", "srv/spalloc/machines/lab/chip?x=1", HttpStatusCode.BadRequest)]
    [TestCase("GET", "srv/spalloc/machines/lab/logical-board?x=0&y=0&z=3", HttpStatusCode.NotFound)]
    [TestCase("GET", "proxy/99", HttpStatusCode.BadRequest)]
    [TestCase("GET", "srv/spalloc/emergencyStop?commandCode=x", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_refused(string method, string path, HttpStatusCode status, CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);

        Assert.That((await client.SendAsync(new HttpMethod(method), path, cancellationToken)).StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Machines_are_described_and_their_boards_found_in_four_ways(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync(triads: new TriadArrangement(2, 1, wraps: false), boards: new VirtualMachineOptions { DeadBoards = [4] });
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        JsonNode entry = (await client.GetAsync("srv/spalloc/machines", cancellationToken))["machines"]![0]!;
        Assert.That(((string?)entry["name"], (int?)entry["width"], (int?)entry["height"], entry["tags"]!.ToJsonString()), Is.EqualTo(("lab", 2, 1, """["default"]""")));
        Assert.That(entry["dead-boards"]!.ToJsonString(), Is.EqualTo("""[{"x":1,"y":0,"z":1,"cabinet":0,"frame":0,"board":4,"address":"10.1.0.41"}]"""));

        JsonNode machine = await client.GetAsync((string)entry["uri"]!, cancellationToken);
        Assert.That(machine["down-boards"]!.ToJsonString(), Is.EqualTo(entry["dead-boards"]!.ToJsonString()));
        Assert.That(machine["down-links"]!.AsArray(), Is.Empty, "an edge is no link: it has one end only");
        string[] ways = [$"{machine["lookup-by-logical-board"]}?x=1&y=0&z=2", $"{machine["lookup-by-physical-board"]}?board=5", $"{machine["lookup-by-chip"]}?x=16&y=8", $"{machine["lookup-by-address"]}?address=10.1.0.49"];
        foreach (string way in ways)
        {
            JsonNode where = await client.GetAsync(way, cancellationToken);
            Assert.That(where["chip"]!.ToJsonString(), Is.EqualTo("[16,8]"), way);
            Assert.That(where["board-chip"]!.ToJsonString(), Is.EqualTo("[0,0]"), way);
            Assert.That(where.AsObject().ContainsKey("job-id"), Is.False);
        }
    }

    [Test]
    public async Task The_second_report_takes_a_board_out_of_service(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        string uri = await client.CreateAsync("""{"keepalive-interval":"PT60S","tags":["default"]}""", cancellationToken);
        var answers = new List<string?>();
        foreach (string board in (string[])["""{"address":"10.1.0.17"}""", """{"machine":"lab","chip":[9,5]}""", """{"machine":"lab","chip":{"x":9,"y":5}}"""])
        {
            HttpResponseMessage answer = await client.SendAsync(HttpMethod.Post, $"{uri}/report-issue", cancellationToken, RestClient.Json($$"""{"issue":"it does not boot","boards":[{{board}}]}"""));
            answers.Add((string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["action"]);
        }

        Assert.That(answers, Is.EqualTo(new[] { "noted 1 of 1 boards; 0 out of service", "noted 1 of 1 boards; 1 out of service", "noted 1 of 1 boards; 1 out of service" }));
        JsonNode machine = await client.GetAsync("srv/spalloc/machines/lab", cancellationToken);
        Assert.That((int?)machine["down-boards"]![0]!["z"], Is.EqualTo(1));
        served.Server.ReturnToService("lab", 1);
        Assert.That((await client.GetAsync("srv/spalloc/machines/lab", cancellationToken))["down-boards"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Https_uses_a_certificate_that_clients_can_trust(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync(web: "https://localhost:0/");
        using var trusted = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(served.Server.CertificateFile!);
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = new System.Security.Cryptography.X509Certificates.X509ChainPolicy
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { trusted },
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
        };
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken, handler: handler);

        string uri = await client.CreateAsync("""{"keepalive-interval":"PT60S","tags":["default"]}""", cancellationToken);
        Assert.That(uri, Does.StartWith("https://localhost:"));
        Assert.That((string?)(await client.WaitForStateAsync(uri, "READY", cancellationToken))["proxy-ref"], Does.StartWith("wss://localhost:"));
        File.Delete(served.Server.CertificateFile!);
    }

    [Test]
    public async Task The_jobs_of_one_protocol_are_those_of_the_other(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient web = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        await using ClassicClient classic = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        string uri = await web.CreateAsync("""{"keepalive-interval":"PT60S","tags":["default"]}""", cancellationToken);
        var id = (int)(await classic.CallAsync("create_job", [1], cancellationToken, new() { ["owner"] = "you" }))!;

        JsonArray jobs = (await classic.CallAsync("list_jobs", [], cancellationToken))!.AsArray();
        Assert.That(jobs.Select(static job => (string?)job!["owner"]), Is.EqualTo(new[] { "me", "you" }));
        Assert.That((double?)jobs[0]!["keepalive"], Is.EqualTo(60));
        JsonNode other = await web.GetAsync(uri[..(uri.LastIndexOf('/') + 1)] + id, cancellationToken);
        Assert.That(other["original-request"]!.ToJsonString(), Is.EqualTo("""{"args":[1],"kwargs":{}}"""));
    }
}
