using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Spalloc.Server.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Classic;

/// <summary>A session with the real service of 2021, replayed: the same commands have the same answers and notifications, but for numbers of jobs, times and hosts.</summary>
/// <remarks>
/// What is let pass: how often a client has to ask until a job is in the state that was recorded, where between the answers a notification comes, the words of errors that come from the language of the real service, and what it
/// leaves behind when the arguments of a new job are wrong.
/// </remarks>
[CancelAfter(30_000)]
internal sealed class RecordedSessionTests
{
    private const string Closed = "(connection closed by server)";
    private const string Pieces = "(two blank lines, a version command in two pieces and another at once)";

    /// <summary>The jobs that the real service left behind: this one does not.</summary>
    private static readonly int[] s_ghosts = [4, 6, 12];

    private readonly Dictionary<string, ClassicClient> _clients = [];
    private readonly Dictionary<int, int> _jobs = [];
    private readonly FakeTimeProvider _clock = new();

    /// <summary>The commands that were answered, as recorded, that a job waits for boards: asked again, it may have got them sooner than it did there.</summary>
    private readonly HashSet<string> _queued = [];
    private string _lastSent = "";

    [Test]
    public async Task The_recorded_session_goes_as_it_did(CancellationToken cancellationToken)
    {
        await using VirtualMachine three = await VirtualMachine.StartAsync(Options(new TriadArrangement(1, 1)), cancellationToken);
        await using VirtualMachine one = await VirtualMachine.StartAsync(Options(triads: null), cancellationToken);
        await using SpallocServer server = await SpallocServer.StartAsync(
            [new SpallocMachine("m3", three) { Tags = ["three", "default"] }, new SpallocMachine("one", one) { Tags = ["single", "default"] }],
            new SpallocServerOptions { Classic = new IPEndPoint(IPAddress.Loopback, 0), ServiceVersion = "1!6.0.1", TimeProvider = _clock },
            cancellationToken);

        Line[] lines = ReadLines();
        var expected = new List<string>();
        try
        {
            for (int at = 0; at < lines.Length; at++)
            {
                Line line = lines[at];
                if (line.IsSent)
                    await SendAsync(line, server.ClassicEndPoint!, NextAnswer(lines, at), cancellationToken);
                else if (line.IsNotification)
                    expected.Add(Normalise(line.Text, theirs: true));
                else
                    await CompareAsync(line, cancellationToken);
            }

            // All that were recorded have come, and no others.
            ClassicClient watcher = _clients["a"];
            await WaitForNotificationsAsync(watcher, expected.Count, cancellationToken);
            Assert.That(watcher.Notifications.Select(text => Normalise(text, theirs: false)).Order(StringComparer.Ordinal), Is.EqualTo(expected.Order(StringComparer.Ordinal)));
        }
        finally
        {
            foreach (ClassicClient client in _clients.Values)
                await client.DisposeAsync();
        }
    }

    private static VirtualMachineOptions Options(TriadArrangement? triads) => new()
    {
        Triads = triads,
        Network = new InMemoryNetwork(),
        BindAddress = new IPAddress([10, 2, 0, 9]),
        BmpAddress = new IPAddress([10, 2, 0, 1]),
        UseTruePorts = true,
        Booted = false,
        AnnouncementTargets = [],
    };

    private static Line[] ReadLines()
    {
        using var reader = new StreamReader(typeof(RecordedSessionTests).Assembly.GetManifestResourceStream("classic-session.jsonl")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static text => JsonNode.Parse(text)!).Select(static line => new Line((string)line["client"]!, (string?)line["dir"] is ">", (string)line["line"]!))];
    }

    private static string? NextAnswer(Line[] lines, int at) => lines.Skip(at + 1).FirstOrDefault(line => string.Equals(line.Client, lines[at].Client, StringComparison.Ordinal) && !line.IsSent && !line.IsNotification)?.Text;

    private async Task SendAsync(Line line, IPEndPoint server, string? answer, CancellationToken cancellationToken)
    {
        if (!_clients.TryGetValue(line.Client, out ClassicClient? client))
            _clients.Add(line.Client, client = await ClassicClient.ConnectAsync(server));

        if (line.Text is Pieces)
        {
            await client.SendAsync("\n\n{\"comma");
            await client.SendAsync("nd\":\"version\"}\n{\"command\":\"version\"}\n");
            return;
        }

        // By then, in the recording, the job that was to go on for two seconds only was over.
        if (line.Text.Contains("\"finished\"", StringComparison.Ordinal))
            _clock.Advance(TimeSpan.FromSeconds(2.5));

        string command = MapSent(line.Text);
        if (command.Contains("get_job_state", StringComparison.Ordinal) && answer is not null)
            await WaitForStateAsync(client, command, answer, cancellationToken);
        if (command.Contains("list_jobs", StringComparison.Ordinal) && answer!.Contains("\"job_id\": 13,", StringComparison.Ordinal))
            await client.WaitForStateAsync(_jobs[13], 3, cancellationToken);

        _lastSent = command;
        await client.SendAsync(command + "\n");
    }

    /// <summary>Notifications may come after the last answer. They are read with the answers of further commands.</summary>
    private static async Task WaitForNotificationsAsync(ClassicClient watcher, int count, CancellationToken cancellationToken)
    {
        string? answer = "";
        while (watcher.Notifications.Count < count && answer is not null)
        {
            await watcher.SendAsync("{\"command\":\"version\"}\n");
            answer = await watcher.ReadAnswerAsync(cancellationToken);
        }
    }

    /// <summary>Asks, as clients do, until a job is in the state that was recorded; it may have passed one that lasts a moment only.</summary>
    private async Task WaitForStateAsync(ClassicClient client, string command, string answer, CancellationToken cancellationToken)
    {
        int wanted = (int)JsonNode.Parse(answer)!["return"]!["state"]!;
        while (true)
        {
            await client.SendAsync(command + "\n");
            JsonNode job = JsonNode.Parse((await client.ReadAnswerAsync(cancellationToken))!)!["return"]!;
            if ((int)job["state"]! is var state && (state == wanted || (wanted is 1 or 2 && state is 2 or 3)))
                return;
        }
    }

    private async Task CompareAsync(Line line, CancellationToken cancellationToken)
    {
        ClassicClient client = _clients[line.Client];
        string? answer = await client.ReadAnswerAsync(cancellationToken);
        if (line.Text is Closed)
        {
            Assert.That(answer, Is.Null);
            return;
        }

        Assert.That(answer, Is.Not.Null, line.Text);
        if (IsTheirOwn(line.Text, out bool isError))
        {
            Assert.That(JsonNode.Parse(answer!)!.AsObject().ContainsKey("exception"), Is.EqualTo(isError), answer);
            return;
        }

        if (JsonNode.Parse(line.Text)!["return"] is JsonValue id && id.TryGetValue(out int number) && JsonNode.Parse(answer!)!["return"] is JsonValue own)
            _jobs[number] = own.GetValue<int>();

        if (line.Text.Contains("\"state\": 1,", StringComparison.Ordinal) && !line.Text.Contains("job_id", StringComparison.Ordinal) && !_queued.Add(_lastSent))
            return;

        Assert.That(Normalise(answer!, theirs: false), Is.EqualTo(Normalise(line.Text, theirs: true)));
    }

    /// <summary>Errors that are the real service's own.</summary>
    private static bool IsTheirOwn(string text, out bool isError)
    {
        isError = text.Contains("unsupported operand", StringComparison.Ordinal);
        return isError || text.Contains("NoneType", StringComparison.Ordinal);
    }

    private string MapSent(string text)
    {
        var command = (JsonObject)TryParse(text)!;
        if (command is null)
            return text;

        if (command["args"] is JsonArray { Count: > 0 } arguments && (string?)command["command"] is "get_job_state" or "get_job_machine_info" or "job_keepalive" or "power_on_job_boards" or "power_off_job_boards" or "destroy_job")
            arguments[0] = OwnNumber((int)arguments[0]!);
        if (command["kwargs"] is JsonObject keywords && keywords["job_id"] is { } id)
            keywords["job_id"] = OwnNumber((int)id);

        return command.ToJsonString();
    }

    private int OwnNumber(int job) => _jobs.TryGetValue(job, out int own) ? own : 90_000 + job;

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A line with numbers of jobs, times and hosts made alike, exact to the byte otherwise but for states that last a moment only.</summary>
    private string Normalise(string text, bool theirs)
    {
        string marked = text;
        foreach (int ghost in s_ghosts.Where(_ => theirs))
            marked = marked.Replace($"\"job_id\": {ghost},", "\"job_id\": \"ghost\",", StringComparison.Ordinal);
        var line = (JsonObject)JsonNode.Parse(marked)!;
        Visit(line, theirs);
        if (line["return"] is JsonArray list && list.Any(static entry => entry is JsonObject job && job["job_id"]?.GetValueKind() == JsonValueKind.String))
        {
            for (int i = list.Count - 1; i >= 0; i--)
            {
                if (list[i]!["job_id"]?.GetValueKind() == JsonValueKind.String)
                    list.RemoveAt(i);
            }
        }

        return line.ToJsonString();
    }

    private void Visit(JsonNode? node, bool theirs)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (string name in members.Select(static member => member.Key).ToArray())
                {
                    JsonNode? value = members[name];
                    if (name is "start_time" or "keepalivehost" && value is not null)
                        members[name] = "*";
                    else if (name is "job_id" && value is not null && value.GetValueKind() == JsonValueKind.Number && theirs)
                        members[name] = OwnNumber((int)value);
                    else if (name is "jobs_changed" && theirs)
                        members[name] = new JsonArray([.. ((JsonArray)value!).Select(id => JsonValue.Create(OwnNumber((int)id!)))]);
                    else if (name is "return" && value?.GetValueKind() == JsonValueKind.Number)
                        members[name] = "*";
                    else if (name is "state" && (int)value! is 2 or 3)
                        members[name] = "2 or 3";
                    else
                        Visit(value, theirs);
                }

                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                {
                    if (items[i] is JsonValue text && text.GetValueKind() == JsonValueKind.String && IPAddress.TryParse(text.ToString(), out _))
                        items[i] = "*";
                    else
                        Visit(items[i], theirs);
                }

                break;
        }
    }

    private sealed record Line(string Client, bool IsSent, string Text)
    {
        public bool IsNotification => !IsSent && Text.Contains("_changed", StringComparison.Ordinal);
    }
}
