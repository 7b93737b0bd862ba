using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Support;

/// <summary>A client of the classic protocol that sends whatever the test wants, and keeps what comes.</summary>
internal sealed class ClassicClient : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private StreamReader _reader = null!;

    /// <summary>The notifications that came so far, in their order.</summary>
    public List<string> Notifications { get; } = [];

    public static async Task<ClassicClient> ConnectAsync(IPEndPoint server)
    {
        var client = new ClassicClient();
        await client._client.ConnectAsync(server);
        client._client.NoDelay = true;
        client._reader = new StreamReader(client._client.GetStream(), Encoding.UTF8);
        return client;
    }

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(string text) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the next line; <see langword="null"/> if the connection is closed.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadLineAsync(cancellationToken);
        }
        catch (IOException)
        {
            // The service had something left to read when it closed the connection.
            return null;
        }
    }

    /// <summary>Reads the next answer, and keeps the notifications before it.</summary>
    public async Task<string?> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (!IsNotification(line))
                return line;

            Notifications.Add(line);
        }

        return null;
    }

    /// <summary>Waits for a notification.</summary>
    public async Task<string?> ReadNotificationAsync(CancellationToken cancellationToken) =>
        await ReadLineAsync(cancellationToken) is { } line && IsNotification(line) ? line : throw new AssertionException("no notification");

    /// <summary>Carries out a command.</summary>
    public async Task<JsonNode?> CallAsync(string command, object?[] arguments, CancellationToken cancellationToken, Keywords? keywords = null)
    {
        await SendAsync(JsonSerializer.Serialize(new { command, args = arguments, kwargs = (Dictionary<string, object?>)(keywords ?? []) }) + "\n");
        JsonNode answer = JsonNode.Parse(await ReadAnswerAsync(cancellationToken) ?? throw new AssertionException("the connection was closed"))!;
        return answer["exception"] is { } exception ? throw new InvalidOperationException((string?)exception) : answer["return"];
    }

    /// <summary>Waits until a job is in a state.</summary>
    public async Task<JsonNode> WaitForStateAsync(int id, int state, CancellationToken cancellationToken)
    {
        while (true)
        {
            JsonNode job = (await CallAsync("get_job_state", [id], cancellationToken))!;
            if ((int?)job["state"] == state)
                return job;
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsNotification(string line) => JsonNode.Parse(line) is JsonObject message && !message.ContainsKey("return") && !message.ContainsKey("exception");
}
