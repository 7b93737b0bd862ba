using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Tests.Watching;
using SpiNNMan.Async.Cli.Web;
using SpiNNMan.Async.Web.Documents;
using SpiNNMan.Async.Web.Serving;

namespace SpiNNMan.Async.Cli.Tests.Web;

/// <summary>The server of the page: whom it answers, what it says to browsers, and how it ends.</summary>
internal sealed class PageServerTests
{
    private const string Evil = "<script>alert(1)</script>\e[31m\"&'";

    [TestCase("127.0.0.1", HttpStatusCode.OK)]
    [TestCase("127.0.0.1:PORT", HttpStatusCode.OK)]
    [TestCase("localhost:PORT", HttpStatusCode.OK)]
    [TestCase("LocalHost", HttpStatusCode.OK)]
    [TestCase("[::1]:PORT", HttpStatusCode.OK)]
    [TestCase("127.0.0.1.example.org:PORT", HttpStatusCode.Forbidden)]
    [TestCase("example.org", HttpStatusCode.Forbidden)]
    [TestCase("localhost.example.org:PORT", HttpStatusCode.Forbidden)]
    [TestCase("192.168.1.1:PORT", HttpStatusCode.Forbidden)]
    [TestCase("0.0.0.0:PORT", HttpStatusCode.Forbidden)]
    [CancelAfter(60_000)]
    public async Task Only_names_of_this_computer_are_answered(string host, HttpStatusCode status, CancellationToken cancellationToken)
    {
        await using Served served = await Served.StartAsync();
        foreach (string path in (string[])["", "name", "picture", "page.js"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host.Replace("PORT", $"{served.Server.Address.Port}", StringComparison.Ordinal);
            using HttpResponseMessage answer = await served.Client.SendAsync(request, cancellationToken);

            Assert.That(answer.StatusCode, Is.EqualTo(status), path);
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Other_sites_and_changes_are_refused(CancellationToken cancellationToken)
    {
        await using Served served = await Served.StartAsync();

        Assert.That(await SendAsync("POST", "name", site: null), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await SendAsync("GET", "details?place=0,0", "cross-site"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await SendAsync("GET", "events", "same-site"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await SendAsync("GET", "", "cross-site"), Is.EqualTo(HttpStatusCode.OK), "a link leads to the page");
        Assert.That(await SendAsync("GET", "name", "same-origin"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await SendAsync("HEAD", "", site: null), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await SendAsync("GET", "nothing", site: null), Is.EqualTo(HttpStatusCode.NotFound));

        async Task<HttpStatusCode> SendAsync(string method, string path, string? site)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (site is not null)
                request.Headers.Add("Sec-Fetch-Site", site);

            using HttpResponseMessage answer = await served.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.StatusCode;
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Nothing_comes_from_elsewhere_or_stands_in_the_page_itself(CancellationToken cancellationToken)
    {
        await using Served served = await Served.StartAsync();
        using HttpResponseMessage answer = await served.Client.GetAsync(served.Server.Address, cancellationToken);
        string page = await answer.Content.ReadAsStringAsync(cancellationToken);

        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(policy, Does.StartWith("default-src 'none'").And.Contain("script-src 'self'").And.Not.Contain("unsafe"));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
        Assert.That(page, Does.Not.Contain("<script>").And.Not.Contain(" style=").And.Not.Contain(" onclick").And.Not.Contain("http"));
        foreach (string file in (string[])["page.css", "page.js", "map.js", "details.js"])
            Assert.That(await served.Client.GetStringAsync(new Uri(file, UriKind.Relative), cancellationToken), Does.Not.Match("https?://"), file);
    }

    [Test, CancelAfter(60_000)]
    public async Task Text_of_the_machine_stays_text(CancellationToken cancellationToken)
    {
        HealthResult health = Looks.Of(1, 1, problems: Looks.Problem(Evil));
        health = health with { WatchedBoards = [.. health.WatchedBoards.Select(static board => board with { IpAddress = Evil })] };
        await using Served served = await Served.StartAsync(health, Evil);

        string name = await served.Client.GetStringAsync(new Uri("name", UriKind.Relative), cancellationToken);
        string picture = await served.Client.GetStringAsync(new Uri("picture?map=boards", UriKind.Relative), cancellationToken);
        PageLook look = await served.Page.WaitAsync(new PageView("boards", ""), 0, cancellationToken);

        Assert.That(name, Does.Not.Contain("<").And.Not.Contain("\e"));
        Assert.That(JsonDocument.Parse(name).RootElement.GetProperty("name").GetString(), Does.StartWith("<script>alert(1)</script>"));
        XElement svg = XDocument.Parse(picture).Root!;
        Assert.That(svg.Descendants().Select(static element => element.Name.LocalName).Distinct(StringComparer.Ordinal), Is.SubsetOf(new[] { "title", "rect", "g", "polygon", "text", "line" }));
        Assert.That(svg.Descendants().Where(static element => element.Name.LocalName is "title").Select(static element => element.Value), Has.Some.Contains("<script>alert(1)</script>"));
        Assert.That(look.Problems.Single().Message, Does.Contain("<script>").And.Not.Contain("\e"));
        Assert.That(JsonSerializer.Serialize(look, PageJson.Default.PageLook), Does.Not.Contain("<"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Its_end_ends_streams_and_details_that_wait(CancellationToken cancellationToken)
    {
        await using Served served = await Served.StartAsync();
        using HttpResponseMessage stream = await served.Client.GetAsync(new Uri("events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Task<HttpResponseMessage> details = served.Client.GetAsync(new Uri("details?place=0,0", UriKind.Relative), cancellationToken);
        await served.Details.Asked.WaitAsync(cancellationToken);

        await served.Server.DisposeAsync();

        // Both end, whichever way.
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(cancellationToken));
        Task<string> rest = reader.ReadToEndAsync(CancellationToken.None);
        await Task.WhenAny(rest).WaitAsync(cancellationToken);
        await Task.WhenAny(details).WaitAsync(cancellationToken);
        Assert.That((rest.IsCompleted, details.IsCompleted), Is.EqualTo((true, true)));
        Assert.That(async () => await served.Client.GetAsync(new Uri("name", UriKind.Relative), cancellationToken), Throws.InstanceOf<HttpRequestException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task A_page_that_is_closed_gives_back_what_it_waits_for(CancellationToken cancellationToken)
    {
        await using Served served = await Served.StartAsync();
        using (var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            Task<HttpResponseMessage> details = served.Client.GetAsync(new Uri("details?place=0,0", UriKind.Relative), closing.Token);
            await served.Details.Asked.WaitAsync(cancellationToken);
            await closing.CancelAsync();
            Assert.That(async () => (await details).Dispose(), Throws.InstanceOf<OperationCanceledException>());
        }

        // Details are read one at a time, so this waits until the first reading has been given up.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<IReadOnlyList<PageLine>?> second = served.Page.ReadDetailsAsync("0,0", limit.Token);
        await served.Details.AskedAgain.WaitAsync(cancellationToken);
        await limit.CancelAsync();
        Assert.That(await second, Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_page_that_is_slow_gets_the_newest_look(CancellationToken cancellationToken)
    {
        await using Served served = await Served.StartAsync();
        Task<PageLook> next = served.Page.WaitAsync(new PageView("", ""), 1, cancellationToken);
        Assert.That(next.IsCompleted, Is.False);
        served.Page.Add(Looks.Of(1, 1, second: 1));
        served.Page.Add(Looks.Of(1, 1, second: 2));

        Assert.That((await next).Number, Is.EqualTo(2).Or.EqualTo(3));
        Assert.That((await served.Page.WaitAsync(new PageView("", ""), 2, cancellationToken)).Number, Is.EqualTo(3));
    }

    [Test]
    public async Task Before_the_first_look_there_is_nothing_to_draw()
    {
        using var page = new WatchedPage("machine", new SilentDetails(), new HeatHistory());

        Assert.That((page.DrawPicture(new PageView("", "")), page.FindPast(new PageView("", ""), DateTimeOffset.UnixEpoch), await page.ReadDetailsAsync("0,0", CancellationToken.None)), Is.EqualTo(((string?)null, (PageLook?)null, (IReadOnlyList<PageLine>?)null)));
    }

    /// <summary>A server with a made-up machine.</summary>
    private sealed class Served : IAsyncDisposable
    {
        private Served(PageServer server, WatchedPage page, SilentDetails details)
        {
            (Server, Page, Details) = (server, page, details);
            Client = new HttpClient { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };
        }

        public PageServer Server { get; }

        public WatchedPage Page { get; }

        public SilentDetails Details { get; }

        public HttpClient Client { get; }

        public static async Task<Served> StartAsync(HealthResult? health = null, string name = "machine")
        {
            var details = new SilentDetails();
            var page = new WatchedPage(name, details, new HeatHistory());
            page.Add(health ?? Looks.Of(1, 1));
            return new Served(await PageServer.StartAsync(page, 0, CancellationToken.None), page, details);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Server.DisposeAsync();
            Page.Dispose();
        }
    }
}
