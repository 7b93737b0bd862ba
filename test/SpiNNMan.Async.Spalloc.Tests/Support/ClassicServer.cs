using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>A server of the classic protocol for tests, with the manners of the real one: notifications come before the answer that they belong to, and what it does not know closes the connection without a word.</summary>
internal sealed class ClassicServer
{
    private readonly TimeProvider _time;
    private readonly List<Client> _clients = [];

    public ClassicServer(Lab lab, TimeProvider time)
    {
        Lab = lab;
        _time = time;
        lab.JobChanged += id => Notify(client => client.Watches(id), $"{{\"jobs_changed\": [{id}]}}");
        lab.MachineChanged += () => Notify(static client => client.WatchesMachines, "{\"machines_changed\": [\"m\"]}");
    }

    public Lab Lab { get; }

    public string Version { get; set; } = "1!6.0.1";

    /// <summary>Whether connections are taken.</summary>
    public bool IsUp { get; set; } = true;

    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The size of the pieces in which bytes arrive.</summary>
    public int Pieces { get; set; } = int.MaxValue;

    /// <summary>The lines that came, of all clients.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Closes the connection instead of answering, when it says so: before or after the command was done.</summary>
    public Func<string, Mischief> Trick { get; set; } = static _ => Mischief.None;

    public int Connections => _clients.Count;

    public Stream Accept()
    {
        if (!IsUp)
            throw new IOException("Connection refused");

        (DuplexStream ours, DuplexStream theirs) = DuplexStream.Pair(_time, Latency, Pieces);
        var client = new Client(ours);
        _clients.Add(client);
        _ = ServeAsync(client);
        return theirs;
    }

    /// <summary>Closes all connections, as when it is ended.</summary>
    public void Stop()
    {
        IsUp = false;
        DropAll();
    }

    public void DropAll()
    {
        foreach (Client client in _clients.ToArray())
            client.Stream.Break();

        _clients.Clear();
    }

    private void Notify(Func<Client, bool> wants, string line)
    {
        foreach (Client client in _clients.Where(wants).ToArray())
            client.Send(line);
    }

    private async Task ServeAsync(Client client)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (await client.Stream.ReadAsync(buffer).ConfigureAwait(false) is var length && length > 0)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, length));
            while (text.ToString().IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end)
            {
                string line = text.ToString(0, end);
                text.Remove(0, end + 1);
                if (line.Length > 0 && !Take(client, line))
                {
                    client.Stream.Break();
                    _clients.Remove(client);
                    return;
                }
            }
        }

        _clients.Remove(client);
    }

    private bool Take(Client client, string line)
    {
        Lines.Add(line);
        using JsonDocument document = JsonDocument.Parse(line);
        string command = document.RootElement.GetProperty("command").GetString()!;
        Mischief trick = Trick(command);
        if (trick == Mischief.CloseBefore)
            return false;

        if (trick == Mischief.SilentBefore)
            return true;

        string? answer = Answer(client, command, document.RootElement.GetProperty("args"), document.RootElement.GetProperty("kwargs"));
        if (answer is null || trick == Mischief.CloseAfter)
            return false;

        if (trick != Mischief.SilentAfter)
            client.Send(answer);

        return true;
    }

    private string? Answer(Client client, string command, JsonElement args, JsonElement kwargs)
    {
        switch (command)
        {
            case "version":
                return Return($"\"{Version}\"");
            case "create_job":
                return Create(args, kwargs);
            case "job_keepalive":
                Lab.Touch(args[0].GetInt32());
                return Return("null");
            case "get_job_state":
                Lab.Touch(args[0].GetInt32());
                return Return(StateOf(args[0].GetInt32()));
            case "get_job_machine_info":
                Lab.Touch(args[0].GetInt32());
                return Return(MachineOf(args[0].GetInt32()));
            case "power_on_job_boards" or "power_off_job_boards":
                Lab.Touch(args[0].GetInt32());
                Lab.Switch(args[0].GetInt32(), command is "power_on_job_boards");
                return Return("null");
            case "destroy_job":
                Lab.Destroy(args[0].GetInt32(), kwargs.TryGetProperty("reason", out JsonElement reason) ? reason.GetString() : null);
                return Return("null");
            case "notify_job":
                client.Watch(args.GetArrayLength() == 0 ? null : args[0].GetInt32());
                return Return("null");
            case "notify_machine":
                client.WatchesMachines = true;
                return Return("null");
            case "list_jobs":
                return Return($"[{string.Join(", ", Lab.Living.Select(Describe))}]");
            case "list_machines":
                return Return($"[{{\"name\": \"m\", \"tags\": [\"default\"], \"width\": {Lab.BoardCount / 3}, \"height\": 1, \"dead_boards\": [], \"dead_links\": [[0, 0, 1, 2]]}}]");
            case "where_is":
                return Return(kwargs.TryGetProperty("job_id", out JsonElement job) ? WhereIs(job.GetInt32(), kwargs) : "null");
            default:
                return null;
        }
    }

    private string Create(JsonElement args, JsonElement kwargs)
    {
        int boards = args.GetArrayLength() switch { 0 or 3 => 1, 1 => args[0].GetInt32(), _ => 3 * args[0].GetInt32() * args[1].GetInt32() };
        JsonElement keepAlive = kwargs.GetProperty("keepalive");
        LabJob job = Lab.Create(kwargs.GetProperty("owner").GetString()!, boards, keepAlive.ValueKind == JsonValueKind.Null ? null : keepAlive.GetDouble());
        job.Args = args.GetRawText();
        job.Kwargs = kwargs.GetRawText();
        return Return(job.Id.ToString(CultureInfo.InvariantCulture));
    }

    private string StateOf(int id) => Lab.Jobs.TryGetValue(id, out LabJob? job)
        ? string.Create(CultureInfo.InvariantCulture, $"{{\"state\": {job.State}, \"power\": {Json(job.Power)}, \"keepalive\": {Json(job.KeepAlive)}, \"reason\": {Json(job.Reason)}, \"start_time\": {job.StartSeconds:0.###}, \"keepalivehost\": \"127.0.0.1\"}}")
        : "{\"state\": 0, \"power\": null, \"keepalive\": null, \"reason\": null, \"start_time\": null, \"keepalivehost\": null}";

    private string MachineOf(int id)
    {
        if (!Lab.Jobs.TryGetValue(id, out LabJob? job) || job.Boards.Length == 0)
            return "{\"width\": null, \"height\": null, \"connections\": null, \"machine_name\": null, \"boards\": null}";

        // The first is not that of chip (0, 0).
        IEnumerable<string> connections = job.Boards.Select((board, index) => $"[[{ChipX(index)}, {ChipY(index)}], \"{Lab.AddressOf(board)}\"]").Reverse();
        int side = job.Boards.Length == 1 ? 8 : 12;
        return $"{{\"width\": {side}, \"height\": {side}, \"connections\": [{string.Join(", ", connections)}], \"machine_name\": \"m\", \"boards\": [{string.Join(", ", job.Boards.Select(BoardOf))}]}}";
    }

    private string Describe(LabJob job) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"job_id\": {job.Id}, \"owner\": \"{job.Owner}\", \"start_time\": {job.StartSeconds:0.###}, \"keepalive\": {Json(job.KeepAlive)}, \"state\": {job.State}, \"power\": {Json(job.Power)}, \"args\": {job.Args}, \"kwargs\": {job.Kwargs}, \"allocated_machine_name\": {(job.Boards.Length == 0 ? "null" : "\"m\"")}, \"boards\": {(job.Boards.Length == 0 ? "null" : $"[{string.Join(", ", job.Boards.Select(BoardOf))}]")}, \"keepalivehost\": \"127.0.0.1\"}}");

    private string WhereIs(int id, JsonElement kwargs) => Lab.Jobs.TryGetValue(id, out LabJob? job) && job.Boards.Length > 0
        ? $"{{\"machine\": \"m\", \"logical\": {BoardOf(job.Boards[0])}, \"physical\": [0, 0, {job.Boards[0]}], \"chip\": [{kwargs.GetProperty("chip_x")}, {kwargs.GetProperty("chip_y")}], \"board_chip\": [0, 0], \"job_id\": {id}, \"job_chip\": [{kwargs.GetProperty("chip_x")}, {kwargs.GetProperty("chip_y")}]}}"
        : "null";

    public static int ChipX(int index) => ((index / 3) * 12) + (index % 3) switch { 1 => 8, 2 => 4, _ => 0 };

    public static int ChipY(int index) => (index % 3) switch { 1 => 4, 2 => 8, _ => 0 };

    private static string BoardOf(int board) => $"[{board / 3}, 0, {board % 3}]";

    private static string Return(string value) => $"{{\"return\": {value}}}";

    private static string Json(bool? value) => value switch { null => "null", true => "true", false => "false" };

    private static string Json(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "null";

    private static string Json(string? value) => value is null ? "null" : $"\"{value}\"";

    private sealed class Client(DuplexStream stream)
    {
        private readonly HashSet<int> _jobs = [];
        private bool _watchesAll;

        public DuplexStream Stream => stream;

        public bool WatchesMachines { get; set; }

        public bool Watches(int id) => _watchesAll || _jobs.Contains(id);

        public void Watch(int? id)
        {
            if (id is { } job)
                _jobs.Add(job);
            else
                _watchesAll = true;
        }

        public void Send(string line)
        {
            try
            {
                _ = stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n")).AsTask();
            }
            catch (IOException)
            {
                // It has gone.
            }
        }
    }
}
