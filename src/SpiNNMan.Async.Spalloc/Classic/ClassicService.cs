using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Spalloc.Services;

namespace SpiNNMan.Async.Spalloc.Classic;

/// <summary>A service by the classic protocol, over two connections: one for keeping jobs alive, one for all else.</summary>
/// <remarks>Protocol: spalloc.md, "Commands".</remarks>
internal sealed class ClassicService : IAllocationService
{
    /// <summary>The port of servers.</summary>
    public const int DefaultPort = 22244;

    private readonly ServiceSettings _settings;
    private readonly string _host;
    private readonly int _port;
    private readonly ClassicClient _client;
    private readonly ClassicClient _keepAlive;

    public ClassicService(ServiceSettings settings, string host, int port)
    {
        _settings = settings;
        _host = host;
        _port = port;
        _client = new ClassicClient(settings, host, port);
        _keepAlive = new ClassicClient(settings, host, port);
    }

    public string Name => _client.Server;

    public AllocationProtocol Protocol => AllocationProtocol.Classic;

    public IMemoryService? Memory => null;

    public async Task<AllocationServiceInfo> DescribeAsync(CancellationToken cancellationToken)
    {
        await _client.OpenAsync(cancellationToken).ConfigureAwait(false);
        (string text, Version version) = _client.Version!.Value;
        return new AllocationServiceInfo(Protocol, Name, text, version);
    }

    public void Check(BoardRequest request) => ClassicRequests.Check(request);

    public string? OwnerOf(BoardRequest request) => request.Owner ?? _settings.Owner;

    public string Describe(BoardRequest request) =>
        (request.Logical is null ? request with { Tags = request.Tags is { Count: 0 } ? null : request.Tags } : BoardRequest.ForBoard(request.Logical.Value, request.Machine)).ToString();

    public async Task<IReadOnlySet<int>> ListIdsAsync(CancellationToken cancellationToken) =>
        (await ListJobsAsync(includeEnded: false, cancellationToken).ConfigureAwait(false)).Select(static job => job.Id).ToHashSet();

    public async Task<int> CreateAsync(BoardRequest request, CancellationToken beforeSending, CancellationToken afterSending)
    {
        Check(request);
        LogicalBoard? board = request.Physical is { } place
            ? await FindAsync(request.Machine!, place, beforeSending).ConfigureAwait(false)
            : request.Logical;
        ClassicCommand command = ClassicRequests.Create(request, board, OwnerOf(request)!);
        JsonElement answer = await _client.CallOverSoundLinkAsync(command, beforeSending, afterSending).ConfigureAwait(false);
        return answer.ValueKind == JsonValueKind.Number && answer.TryGetInt32(out int id)
            ? id
            : throw Unintelligible(ClassicCommands.CreateJob, inner: null);
    }

    public Task<JobStatus> GetStatusAsync(int id, CancellationToken cancellationToken) => GetStatusAsync(_client.CallAsync, id, cancellationToken);

    public async Task<JobInfo> LookAsync(int id, CancellationToken cancellationToken)
    {
        // To ask for its state would keep it alive.
        IReadOnlyList<JobInfo> jobs = await ListJobsAsync(includeEnded: false, cancellationToken).ConfigureAwait(false);
        return jobs.FirstOrDefault(job => job.Id == id) ?? new JobInfo { Id = id, Status = await GetStatusAsync(id, cancellationToken).ConfigureAwait(false) };
    }

    public async Task<JobStatus> WaitForChangeAsync(int id, JobStatus known, TimeSpan longest, CancellationToken cancellationToken)
    {
        // Some servers forget the wish with each change, and all of them with the connection.
        await _client.CallAsync(ClassicRequests.For(ClassicCommands.NotifyJob, id), cancellationToken).ConfigureAwait(false);
        long seen = _client.JobsChanged.Count;
        JobStatus now = await GetStatusAsync(id, cancellationToken).ConfigureAwait(false);
        if (now.State != known.State || now.Power != known.Power)
            return now;

        await _client.JobsChanged.WaitAsync(seen, Shorter(longest), cancellationToken).ConfigureAwait(false);
        return await GetStatusAsync(id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<JobStatus> KeepAliveAsync(int id, CancellationToken cancellationToken)
    {
        // The answer to the first says nothing; the second counts as a sign of life too, and tells what became of the job.
        await _keepAlive.CallOnceAsync(ClassicRequests.For(ClassicCommands.KeepAlive, id), cancellationToken).ConfigureAwait(false);
        return await GetStatusAsync(_keepAlive.CallOnceAsync, id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<JobMachine?> GetMachineAsync(int id, CancellationToken cancellationToken)
    {
        ClassicMachineInfo? info = await AskAsync(ClassicRequests.For(ClassicCommands.GetJobMachineInfo, id), ClassicJson.Default.ClassicMachineInfo, cancellationToken).ConfigureAwait(false);
        return ClassicAnswers.ToMachine(info, Name);
    }

    public async Task<bool?> GetPowerAsync(int id, CancellationToken cancellationToken) => (await GetStatusAsync(id, cancellationToken).ConfigureAwait(false)).Power;

    public Task SetPowerAsync(int id, bool on, CancellationToken cancellationToken) =>
        _client.CallAsync(ClassicRequests.For(on ? ClassicCommands.PowerOn : ClassicCommands.PowerOff, id), cancellationToken);

    public Task DestroyAsync(int id, string reason, CancellationToken cancellationToken) => _client.CallOnceAsync(ClassicRequests.Destroy(id, reason), cancellationToken);

    public async Task<BoardPlace?> WhereIsAsync(BoardQuery query, CancellationToken cancellationToken)
    {
        ClassicWhereIs? place = await AskAsync(ClassicRequests.WhereIs(query), ClassicJson.Default.ClassicWhereIs, cancellationToken).ConfigureAwait(false);
        return place is null ? null : ClassicAnswers.ToPlace(place);
    }

    public async Task<string?> ReportAsync(int id, string issue, IReadOnlyList<BoardHost> boards, CancellationToken cancellationToken)
    {
        // Servers that do not know the command close the connection without a word: it has one of its own.
        var client = new ClassicClient(_settings, _host, _port);
        await using ConfiguredAsyncDisposable ending = client.ConfigureAwait(false);
        foreach (BoardHost board in boards)
        {
            var command = new ClassicCommand { Command = ClassicCommands.ReportProblem, Args = new JsonArray(board.Host), Kwargs = new JsonObject { ["description"] = issue } };
            try
            {
                await client.CallOnceAsync(command, cancellationToken).ConfigureAwait(false);
            }
            catch (LinkBrokenException exception) when (exception.WasSent)
            {
                throw new AllocationException($"{Name} takes no reports of broken boards, or could not be reached: tell its administrators. ({exception.Message})", exception);
            }
        }

        return null;
    }

    public async Task<IReadOnlyList<JobInfo>> ListJobsAsync(bool includeEnded, CancellationToken cancellationToken) =>
        ClassicAnswers.ToInfos(await AskAsync(new ClassicCommand { Command = ClassicCommands.ListJobs }, ClassicJson.Default.IReadOnlyListClassicJob, cancellationToken).ConfigureAwait(false) ?? []);

    public async Task WaitForJobsAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        long seen = _client.JobsChanged.Count;
        await _client.CallAsync(new ClassicCommand { Command = ClassicCommands.NotifyJob }, cancellationToken).ConfigureAwait(false);
        await _client.JobsChanged.WaitAsync(seen, Shorter(longest), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<AllocationMachine>> ListMachinesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ClassicMachine>? machines =
            await AskAsync(new ClassicCommand { Command = ClassicCommands.ListMachines }, ClassicJson.Default.IReadOnlyListClassicMachine, cancellationToken).ConfigureAwait(false);
        return [.. (machines ?? []).Select(ClassicAnswers.ToMachine)];
    }

    public async Task WaitForMachinesAsync(string? name, TimeSpan longest, CancellationToken cancellationToken)
    {
        long seen = _client.MachinesChanged.Count;
        await _client.CallAsync(new ClassicCommand { Command = ClassicCommands.NotifyMachine, Args = name is null ? [] : new JsonArray(name) }, cancellationToken).ConfigureAwait(false);
        await _client.MachinesChanged.WaitAsync(seen, Shorter(longest), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<LogicalBoard, int>> GetOccupancyAsync(AllocationMachine machine, CancellationToken cancellationToken)
    {
        var boards = new Dictionary<LogicalBoard, int>();
        foreach (JobInfo job in await ListJobsAsync(includeEnded: false, cancellationToken).ConfigureAwait(false))
        {
            if (string.Equals(job.Machine, machine.Name, StringComparison.Ordinal))
            {
                foreach (LogicalBoard board in job.Boards)
                    boards[board] = job.Id;
            }
        }

        return boards;
    }

    public Task<TunnelAddress?> FindTunnelAsync(int id, CancellationToken cancellationToken) => Task.FromResult<TunnelAddress?>(null);

    public Task<JobAccess?> GetAccessAsync(int id, CancellationToken cancellationToken) => Task.FromResult<JobAccess?>(null);

    public string DescribePower(int id) => $"the commands {ClassicCommands.PowerOn} and {ClassicCommands.PowerOff} of {Name}";

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        await _keepAlive.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<LogicalBoard> FindAsync(string machine, PhysicalBoard place, CancellationToken cancellationToken)
    {
        // Servers differ in how they take the arguments of get_board_at_position; those of where_is are the same everywhere.
        BoardPlace? found = await WhereIsAsync(BoardQuery.ByPhysical(machine, place), cancellationToken).ConfigureAwait(false);
        return found?.Logical ?? throw new AllocationException($"{Name} has no board mounted at {place} in a machine '{machine}'.");
    }

    private async Task<JobStatus> GetStatusAsync(Func<ClassicCommand, CancellationToken, Task<JsonElement>> call, int id, CancellationToken cancellationToken)
    {
        ClassicJobState? state = await AskAsync(call, ClassicRequests.For(ClassicCommands.GetJobState, id), ClassicJson.Default.ClassicJobState, cancellationToken).ConfigureAwait(false);
        return state is null ? new JobStatus { State = JobState.Unknown } : ClassicAnswers.ToStatus(state);
    }

    private Task<T?> AskAsync<T>(ClassicCommand command, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => AskAsync(_client.CallAsync, command, type, cancellationToken);

    /// <summary>Asks for something that may not be there: one server says null then, another refuses.</summary>
    private async Task<T?> AskAsync<T>(Func<ClassicCommand, CancellationToken, Task<JsonElement>> call, ClassicCommand command, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return (await call(command, cancellationToken).ConfigureAwait(false)).Deserialize(type);
        }
        catch (JsonException exception)
        {
            throw Unintelligible(command.Command, exception);
        }
        catch (AllocationException exception) when (exception.Message.Contains("no such", StringComparison.OrdinalIgnoreCase) || exception.Message.Contains("not allocated", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
    }

    private AllocationException Unintelligible(string command, Exception? inner) => new($"{Name} answered '{command}' with what cannot be understood.", inner);

    private TimeSpan Shorter(TimeSpan longest) => longest < _settings.PollInterval ? longest : _settings.PollInterval;
}
