using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using SpiNNMan.Async.Spalloc.Server.Jobs;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>A request of somebody who has logged in, and its answer.</summary>
/// <param name="context">The request.</param>
/// <param name="session">Whose it is.</param>
/// <param name="paths">Where resources are.</param>
/// <param name="stopping">Is cancelled when the service ends.</param>
internal sealed class WebExchange(HttpContext context, Session session, WebPaths paths, CancellationToken stopping)
{
    private const int LongestText = 64 * 1024;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    public HttpContext Context => context;

    public HttpRequest Request => context.Request;

    public HttpResponse Response => context.Response;

    public Session Session => session;

    public WebPaths Paths => paths;

    /// <summary>Ends when the client is gone.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>Ends when the service does.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>The address of the client.</summary>
    public string Host
    {
        get
        {
            System.Net.IPAddress address = context.Connection.RemoteIpAddress ?? System.Net.IPAddress.Loopback;
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }
    }

    /// <summary>The whole address of a resource, as this client reaches it.</summary>
    public string Uri(string path) => $"{Request.Scheme}://{Request.Host}{path}";

    /// <summary>The whole address of a websocket, as this client reaches it.</summary>
    public string SocketUri(string path) => $"{(Request.IsHttps ? "wss" : "ws")}://{Request.Host}{path}";

    /// <summary>A part of the path.</summary>
    public string Route(string name) => (string)Request.RouteValues[name]!;

    /// <summary>The number of a job in the path.</summary>
    /// <exception cref="WebFailureException">It is no number.</exception>
    public int JobId() => int.TryParse(Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : throw WebFailureException.NotFound("job");

    /// <summary>A number of the query.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="usual">The value if it is not there; with <see langword="null"/> it must be there.</param>
    /// <param name="least">The least that it may be.</param>
    /// <param name="greatest">The greatest that it may be.</param>
    /// <exception cref="WebFailureException">It is something else.</exception>
    public long Number(string name, long? usual, long least = 0, long greatest = int.MaxValue)
    {
        string? text = Request.Query[name];
        if (string.IsNullOrEmpty(text))
            return usual ?? throw WebFailureException.BadArgument($"{name} is missing");

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= greatest
            ? number
            : throw WebFailureException.BadArgument(string.Create(CultureInfo.InvariantCulture, $"{name} must be {least} to {greatest}"));
    }

    /// <summary>A yes or no of the query; no if it is not there.</summary>
    /// <exception cref="WebFailureException">It is something else.</exception>
    public bool Flag(string name) => Request.Query[name].ToString() switch
    {
        "" => false,
        var text when bool.TryParse(text, out bool flag) => flag,
        _ => throw WebFailureException.BadArgument($"{name} must be true or false"),
    };

    /// <summary>Reads the body as JSON.</summary>
    /// <exception cref="WebFailureException">It is none, or too long.</exception>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type) => Parse(await ReadTextAsync().ConfigureAwait(false), type);

    /// <summary>Reads JSON.</summary>
    /// <exception cref="WebFailureException">It is none.</exception>
    public static T Parse<T>(string text, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw WebFailureException.BadArgument("the body is null");
        }
        catch (JsonException exception)
        {
            throw WebFailureException.BadArgument($"the body is not the JSON that is expected: {exception.Message}");
        }
    }

    /// <summary>Reads the body as text.</summary>
    /// <exception cref="WebFailureException">It is too long.</exception>
    public async Task<string> ReadTextAsync()
    {
        using var reader = new StreamReader(Request.Body, leaveOpen: true);
        var buffer = new char[LongestText + 1];
        int length = await reader.ReadBlockAsync(buffer, Aborted).ConfigureAwait(false);
        return length <= LongestText ? new string(buffer, 0, length) : throw new WebFailureException(StatusCodes.Status413PayloadTooLarge, "the body is too long");
    }

    /// <summary>Answers with JSON.</summary>
    public async Task AnswerAsync<T>(T message, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        Response.StatusCode = status;
        Response.ContentType = "application/json";
        await Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(message, type), Aborted).ConfigureAwait(false);
    }

    /// <summary>Answers with text.</summary>
    public Task AnswerAsync(string text, int status = StatusCodes.Status200OK) => AnswerAsync(Response, text, status, Aborted);

    /// <inheritdoc cref="AnswerAsync(string, int)"/>
    public static Task AnswerAsync(HttpResponse response, string text, int status, CancellationToken cancellationToken)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(text, cancellationToken);
    }

    /// <summary>Answers with a status only.</summary>
    public Task AnswerAsync(int status)
    {
        Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Waits for a change, at most half a minute.</summary>
    /// <param name="laboratory">Whose changes.</param>
    /// <param name="isAwaited">Whether a change is the one that is waited for.</param>
    /// <param name="hasChanged">Whether it has happened already, asked when none can be missed any more.</param>
    public async Task WaitForChangeAsync(Laboratory laboratory, Func<IReadOnlyList<int>, IReadOnlyList<string>, bool> isAwaited, Func<bool> hasChanged)
    {
        var wait = new ChangeWait(isAwaited);
        laboratory.Add(wait);
        try
        {
            if (hasChanged())
                return;

            using var end = CancellationTokenSource.CreateLinkedTokenSource(Aborted, Stopping);
            await Task.WhenAny(wait.Changed, Task.Delay(s_longestWait, laboratory.TimeProvider, end.Token)).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            laboratory.Remove(wait);
        }
    }

}
