using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Spalloc.Server.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Rest;

/// <summary>Who may use the REST service.</summary>
[CancelAfter(30_000)]
internal sealed class LoginTests
{
    private const string Body = """{"keepalive-interval":"PT60S","tags":["default"]}""";

    [Test]
    public async Task A_client_logs_in_by_the_form_and_is_another_session_then(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using var client = new RestClient(served.Server.WebAddress!);
        await client.SendAsync(HttpMethod.Get, "system/login.html", cancellationToken);
        string? anonymous = client.Cookie;
        Assert.That((await client.SendAsync(HttpMethod.Get, "srv/spalloc/", cancellationToken)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));

        await client.SendFormAsync("me", "secret", cancellationToken);
        Assert.That(client.Cookie, Is.Not.EqualTo(anonymous));
        JsonNode root = await client.GetSecretAsync(cancellationToken);
        Assert.That((string?)root["jobs-ref"], Is.EqualTo($"{served.Server.WebAddress}/srv/spalloc/jobs"));
        Assert.That((string?)root["machines-ref"], Is.EqualTo($"{served.Server.WebAddress}/srv/spalloc/machines"));
        Assert.That(root["version"]!.ToJsonString(), Is.EqualTo("""{"major-version":1,"minor-version":0,"revision":0}"""));
    }

    [Test]
    public async Task Nothing_is_changed_without_the_secret(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        client.Csrf = "wrong";

        Assert.That((await client.SendAsync(HttpMethod.Post, "srv/spalloc/jobs", cancellationToken, RestClient.Json(Body))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await client.GetAsync("srv/spalloc/jobs", cancellationToken))["jobs"]!.AsArray(), Is.Empty);
    }

    [TestCase("Bearer abc", true)]
    [TestCase("Bearer wrong", false)]
    [TestCase("Basic me:secret", true)]
    [TestCase("Basic me:wrong", false)]
    [TestCase("Digest x", false)]
    public async Task A_token_or_a_password_comes_with_the_request(string header, bool isRight, CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync(new SpallocServerOptions { BearerTokens = ["abc"] }, web: "http://me:secret@127.0.0.1:0/spalloc");
        using var client = new RestClient(served.Server.WebAddress!);
        string[] parts = header.Split(' ');
        client.Authorization = new AuthenticationHeaderValue(parts[0], parts[0] is "Basic" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(parts[1])) : parts[1]);

        HttpResponseMessage page = await client.SendAsync(HttpMethod.Get, "system/login.html", cancellationToken);
        Assert.That(page.StatusCode, Is.EqualTo(isRight ? HttpStatusCode.OK : HttpStatusCode.Unauthorized));
        HttpResponseMessage created = await client.SendAsync(HttpMethod.Post, "srv/spalloc/jobs", cancellationToken, RestClient.Json(Body));
        Assert.That(created.StatusCode, Is.EqualTo(isRight ? HttpStatusCode.Created : HttpStatusCode.Unauthorized));
        if (isRight)
        {
            // The cookie alone is enough from then on.
            client.Authorization = null;
            await client.GetSecretAsync(cancellationToken);
            await client.CreateAsync(Body, cancellationToken);
        }
    }

    [Test]
    public async Task A_wrong_password_brings_no_session_and_the_third_locks_the_account_for_a_day(CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider();
        await using ServedMachine served = await ServedMachine.StartAsync(new SpallocServerOptions { TimeProvider = clock }, web: "http://me:secret@127.0.0.1:0/spalloc");
        Assert.That(served.Server.WebAddress!.UserInfo, Is.Empty, "the address that is told has no password");
        using var client = new RestClient(served.Server.WebAddress);
        for (int i = 0; i < 3; i++)
        {
            HttpResponseMessage refused = await client.SendFormAsync("me", "wrong", cancellationToken);
            Assert.That(refused.Headers.Contains("Set-Cookie"), Is.False);
        }

        Assert.That((await client.SendFormAsync("me", "secret", cancellationToken)).Headers.Contains("Set-Cookie"), Is.False);
        clock.Advance(TimeSpan.FromHours(25));
        Assert.That((await client.SendFormAsync("me", "secret", cancellationToken)).Headers.Contains("Set-Cookie"), Is.True);
    }

    [Test]
    public async Task A_session_that_nobody_uses_ends_after_half_an_hour(CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider();
        await using ServedMachine served = await ServedMachine.StartAsync(new SpallocServerOptions { TimeProvider = clock });
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        clock.Advance(TimeSpan.FromMinutes(29));
        await client.GetAsync("srv/spalloc/jobs", cancellationToken);
        clock.Advance(TimeSpan.FromMinutes(29));
        await client.GetAsync("srv/spalloc/jobs", cancellationToken);
        clock.Advance(TimeSpan.FromMinutes(31));

        Assert.That((await client.SendAsync(HttpMethod.Get, "srv/spalloc/jobs", cancellationToken)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public void Secrets_are_in_no_text_of_the_options()
    {
        var options = new SpallocServerOptions { Web = new Uri("https://me:secret@127.0.0.1:8443/spalloc"), BearerTokens = ["token"], Users = new Dictionary<string, string>(StringComparer.Ordinal) { ["you"] = "hidden" } };

        Assert.That(options.ToString(), Does.Contain("https://127.0.0.1:8443/spalloc").And.Not.Contain("secret").And.Not.Contain("token").And.Not.Contain("hidden"));
        Assert.That(static () => new SpallocServerOptions { Web = new Uri("ftp://me:secret@127.0.0.1/") }, Throws.TypeOf<Errors.InvalidParameterException>().With.Message.Not.Contains("secret"));
    }
}
