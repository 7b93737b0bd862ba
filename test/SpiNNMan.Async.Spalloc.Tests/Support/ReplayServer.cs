using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Spalloc.Classic;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>A server that expects the recorded lines in their order, and answers each as the real one did, with the notifications where they were.</summary>
internal sealed class ReplayServer(TimeProvider time, IReadOnlyList<RecordedLine> lines) : IAllocationTransport
{
    private readonly Queue<RecordedLine> _script = new(lines);

    public List<string> Differences { get; } = [];

    public int Checked { get; private set; }

    /// <summary>What a command was answered with: a value, or the text of an exception.</summary>
    public (JsonNode? Value, string? Exception) Expect(JsonObject command)
    {
        RecordedLine answer = lines.SkipWhile(line => !ReferenceEquals(line.Line, command)).First(static line => line.IsAnswer);
        return (answer.Line["return"], (string?)answer.Line["exception"]);
    }

    public Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        (DuplexStream ours, DuplexStream theirs) = DuplexStream.Pair(time, TimeSpan.FromMilliseconds(1), pieces: 7);
        _ = ServeAsync(ours);
        return Task.FromResult<Stream>(theirs);
    }

    public HttpMessageHandler CreateHandler() => throw new NotSupportedException();

    public Task<WebSocket> OpenWebSocketAsync(Uri uri, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task ServeAsync(DuplexStream stream)
    {
        var reader = new LineReader(stream);
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            JsonNode came = JsonNode.Parse(line.Span)!;
            RecordedLine expected = _script.Dequeue();
            Checked++;
            if (!expected.IsCommand || !JsonNode.DeepEquals(expected.Line, came))
                Differences.Add($"expected {expected.Line.ToJsonString()}, got {came.ToJsonString()}");

            while (_script.TryPeek(out RecordedLine? next) && !next.IsCommand)
                await stream.WriteAsync(Encoding.UTF8.GetBytes(_script.Dequeue().Line.ToJsonString() + "\r\n")).ConfigureAwait(false);
        }
    }
}
