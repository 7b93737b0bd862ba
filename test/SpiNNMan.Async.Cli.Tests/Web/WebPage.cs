using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Web;

/// <summary>The command <c>web</c>, running in this process, and a client of its page.</summary>
internal sealed partial class WebPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<CommandRun> _run;

    private WebPage(string host, string[] options, WatchedWriter output) =>
        _run = CommandRun.OfAsync(["web", host, .. options], output: output, cancellationToken: _stop.Token);

    /// <summary>A client of the page.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <summary>The line with which the command began.</summary>
    public string Line { get; private set; } = "";

    /// <summary>Starts the command, and waits until it serves the page.</summary>
    public static async Task<WebPage> StartAsync(string host, CancellationToken cancellationToken, params string[] options)
    {
        var output = new WatchedWriter();
        var page = new WebPage(host, options, output);
        Task first = await Task.WhenAny(output.FirstLine, page._run).WaitAsync(cancellationToken);
        Assert.That(first, Is.SameAs(output.FirstLine), page._run.IsCompletedSuccessfully ? (await page._run).Error : "it failed");
        page.Line = await output.FirstLine;
        page.Client = new HttpClient { BaseAddress = new Uri(Address().Match(page.Line).Value), Timeout = Timeout.InfiniteTimeSpan };
        return page;
    }

    /// <summary>The events of a map.</summary>
    public async IAsyncEnumerable<JsonElement> WatchAsync(string query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri($"events?{query}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                yield return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        }
    }

    /// <summary>The last look, or the first if there is none yet.</summary>
    public async Task<JsonElement> LookAsync(string query, CancellationToken cancellationToken)
    {
        await foreach (JsonElement look in WatchAsync(query, cancellationToken))
            return look;

        throw new InvalidOperationException("The stream has ended.");
    }

    /// <summary>A document.</summary>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), cancellationToken);

    /// <summary>Stops the command as Ctrl-C does.</summary>
    public async Task<CommandRun> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _stop.Dispose();
    }

    [GeneratedRegex("http://127[.]0[.]0[.]1:[0-9]+/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
