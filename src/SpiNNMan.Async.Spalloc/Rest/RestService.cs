using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>A service by its REST resources.</summary>
/// <remarks>Protocol: spalloc.md, "Resources".</remarks>
internal sealed class RestService : IAllocationService
{
    private const int AtOnce = 8;
    private const int MostPages = 1000;

    /// <summary>Boards of a machine, up to which it is asked board by board to whom they belong.</summary>
    private const int MostBoardsToAsk = 1500;

    /// <summary>The service holds an answer for 30 s at the most.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(45);

    private readonly ServiceSettings _settings;
    private readonly RestSession _session;

    public RestService(ServiceSettings settings, Uri service, AllocationCredentials? credentials)
    {
        _settings = settings;
        _session = new RestSession(settings, service, credentials);
        Memory = new RestMemory(_session);
    }

    public string Name => _session.Name;

    public AllocationProtocol Protocol => AllocationProtocol.Rest;

    public IMemoryService? Memory { get; }

    /// <summary>The session, for tests of what it sends.</summary>
    internal RestSession Session => _session;

    public async Task<AllocationServiceInfo> DescribeAsync(CancellationToken cancellationToken)
    {
        RestLogin login = await _session.GetLoginAsync(cancellationToken).ConfigureAwait(false);
        RestVersion version = login.Description.Version ?? new RestVersion();
        var numbers = new Version(Math.Max(0, version.MajorVersion), Math.Max(0, version.MinorVersion), Math.Max(0, version.Revision));
        return new AllocationServiceInfo(Protocol, Name, numbers.ToString(), numbers);
    }

    public void Check(BoardRequest request) => RestConversions.Check(request);

    public string? OwnerOf(BoardRequest request) => request.Owner ?? _session.User;

    public string Describe(BoardRequest request) => RestConversions.Describe(RestConversions.ToCreate(request));

    public async Task<IReadOnlySet<int>> ListIdsAsync(CancellationToken cancellationToken) =>
        (await ListUrisAsync(includeEnded: false, cancellationToken).ConfigureAwait(false)).Select(RestUris.NumberOf).OfType<int>().ToHashSet();

    public async Task<int> CreateAsync(BoardRequest request, CancellationToken beforeSending, CancellationToken afterSending)
    {
        Check(request);
        RestLogin login = await _session.GetLoginAsync(beforeSending).ConfigureAwait(false);
        RestRequest post = RestResources.Post(RestResources.Jobs(_session, login), RestConversions.ToCreate(request), RestJson.Default.RestCreateJob);
        RestAnswer answer = await _session.SendOnceAsync(post with { Timeout = 3 * _settings.Timeout }, afterSending).ConfigureAwait(false);
        answer.OrThrow();
        return RestUris.NumberOf(answer.Location)
            ?? (answer.Body.Length > 0 ? answer.Read(RestJson.Default.RestCreatedJob).JobId : null)
            ?? throw new AllocationException($"{answer.What} was answered without the number of a job.") { StatusCode = answer.Status };
    }

    public async Task<JobStatus> GetStatusAsync(int id, CancellationToken cancellationToken) => (await LookAsync(id, cancellationToken).ConfigureAwait(false)).Status;

    public async Task<JobInfo> LookAsync(int id, CancellationToken cancellationToken)
    {
        Uri job = await RestResources.JobAsync(_session, id, cancellationToken).ConfigureAwait(false);
        return ToInfo(id, await _session.SendAsync(RestResources.Get(job), cancellationToken).ConfigureAwait(false));
    }

    public async Task<JobStatus> WaitForChangeAsync(int id, JobStatus known, TimeSpan longest, CancellationToken cancellationToken)
    {
        Uri job = await RestResources.JobAsync(_session, id, cancellationToken).ConfigureAwait(false);
        RestRequest request = RestResources.Get(job, ("wait", "true")) with { Timeout = longest < s_longestWait ? longest : s_longestWait };
        try
        {
            return ToInfo(id, await _session.SendOnceAsync(request, cancellationToken).ConfigureAwait(false)).Status;
        }
        catch (LinkBrokenException)
        {
            // The time is up, or the service could not be reached: asked in the plain way, it says which.
            return await GetStatusAsync(id, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<JobStatus> KeepAliveAsync(int id, CancellationToken cancellationToken)
    {
        Uri job = await RestResources.JobAsync(_session, id, cancellationToken).ConfigureAwait(false);
        RestAnswer alive = await _session.SendOnceAsync(RestResources.KeepAlive(job), cancellationToken).ConfigureAwait(false);
        if (!alive.IsMissing)
            alive.OrThrow();

        return ToInfo(id, await _session.SendOnceAsync(RestResources.Get(job), cancellationToken).ConfigureAwait(false)).Status;
    }

    public async Task<JobMachine?> GetMachineAsync(int id, CancellationToken cancellationToken)
    {
        RestAnswer answer = await GetAsync(id, "machine", cancellationToken).ConfigureAwait(false);
        if (answer.IsEmpty || answer.IsMissing)
            return null;

        RestSubMachine machine = answer.OrThrow().Read(RestJson.Default.RestSubMachine);
        return machine.Connections.Count == 0 ? null : RestConversions.ToMachine(machine, Name);
    }

    public async Task<bool?> GetPowerAsync(int id, CancellationToken cancellationToken)
    {
        RestAnswer answer = await GetAsync(id, "machine/power", cancellationToken).ConfigureAwait(false);
        return answer.IsEmpty || answer.IsMissing
            ? null
            : string.Equals(answer.OrThrow().Read(RestJson.Default.RestPower).Power, RestPower.On, StringComparison.OrdinalIgnoreCase);
    }

    public async Task SetPowerAsync(int id, bool on, CancellationToken cancellationToken)
    {
        Uri job = await RestResources.JobAsync(_session, id, cancellationToken).ConfigureAwait(false);
        RestRequest request = RestResources.Post(new Uri(job, "machine/power"), new RestPower { Power = on ? RestPower.On : RestPower.Off }, RestJson.Default.RestPower);
        (await _session.SendAsync(request, cancellationToken).ConfigureAwait(false)).OrThrow();
    }

    public async Task DestroyAsync(int id, string reason, CancellationToken cancellationToken)
    {
        Uri job = await RestResources.JobAsync(_session, id, cancellationToken).ConfigureAwait(false);
        RestAnswer answer = await _session.SendOnceAsync(RestResources.Delete(job, ("reason", reason)), cancellationToken).ConfigureAwait(false);
        if (!answer.IsMissing)
            answer.OrThrow();
    }

    public async Task<BoardPlace?> WhereIsAsync(BoardQuery query, CancellationToken cancellationToken)
    {
        RestAnswer answer = await _session.SendAsync(await RestQueries.ForAsync(_session, query, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return answer.IsEmpty || answer.IsMissing ? null : RestConversions.ToPlace(answer.OrThrow().Read(RestJson.Default.RestWhereIs));
    }

    public async Task<string?> ReportAsync(int id, string issue, IReadOnlyList<BoardHost> boards, CancellationToken cancellationToken)
    {
        Uri job = await RestResources.JobAsync(_session, id, cancellationToken).ConfigureAwait(false);
        JobMachine? machine = await GetMachineAsync(id, cancellationToken).ConfigureAwait(false);
        var body = new RestIssue
        {
            Issue = issue,
            Boards = [.. boards.Select(board => new RestIssueBoard { Machine = machine?.Name, Chip = [board.Chip.X, board.Chip.Y] })],
        };

        // Not twice: a second report takes a board out of service.
        RestAnswer answer = await _session.SendOnceAsync(RestResources.Post(new Uri(job, "report-issue"), body, RestJson.Default.RestIssue), cancellationToken).ConfigureAwait(false);
        return answer.OrThrow().Read(RestJson.Default.RestIssueAnswer).Action;
    }

    public async Task<IReadOnlyList<JobInfo>> ListJobsAsync(bool includeEnded, CancellationToken cancellationToken)
    {
        IReadOnlyList<Uri> uris = await ListUrisAsync(includeEnded, cancellationToken).ConfigureAwait(false);
        var jobs = new List<JobInfo>(uris.Count);
        foreach (int[] ids in uris.Select(RestUris.NumberOf).OfType<int>().Distinct().Order().Chunk(AtOnce))
            jobs.AddRange(await Task.WhenAll(ids.Select(id => LookAsync(id, cancellationToken))).ConfigureAwait(false));

        // One that ended while the others were asked for is not there any more.
        return [.. jobs.Where(job => includeEnded ? job.Status.State != JobState.Unknown : !job.Status.HasEnded)];
    }

    public Task WaitForJobsAsync(TimeSpan longest, CancellationToken cancellationToken) => WaitAsync(RestResources.Jobs, longest, cancellationToken);

    public async Task<IReadOnlyList<AllocationMachine>> ListMachinesAsync(CancellationToken cancellationToken)
    {
        RestLogin login = await _session.GetLoginAsync(cancellationToken).ConfigureAwait(false);
        RestAnswer answer = await _session.SendAsync(RestResources.Get(RestResources.Machines(_session, login)), cancellationToken).ConfigureAwait(false);
        return [.. answer.OrThrow().Read(RestJson.Default.RestMachines).Machines.Select(RestConversions.ToMachine)];
    }

    public Task WaitForMachinesAsync(string? name, TimeSpan longest, CancellationToken cancellationToken) =>
        name is null
            ? Threading.Pause.ForAsync(longest, _settings.Time, cancellationToken)
            : WaitAsync((session, login) => RestQueries.Machine(session, login, name), longest, cancellationToken);

    public async Task<IReadOnlyDictionary<LogicalBoard, int>> GetOccupancyAsync(AllocationMachine machine, CancellationToken cancellationToken)
    {
        // To ask a job for its boards would keep it alive: the boards are asked for their jobs.
        var owners = new Dictionary<LogicalBoard, int>();
        LogicalBoard[] boards =
        [
            .. from y in Enumerable.Range(0, machine.Height)
               from x in Enumerable.Range(0, machine.Width)
               from z in Enumerable.Range(0, 3)
               let board = new LogicalBoard(x, y, z)
               where !machine.DeadBoards.Contains(board)
               select board,
        ];
        if (boards.Length > MostBoardsToAsk)
            return owners;

        foreach (LogicalBoard[] some in boards.Chunk(AtOnce))
        {
            BoardPlace?[] places = await Task.WhenAll(some.Select(board => WhereIsAsync(BoardQuery.ByLogical(machine.Name, board), cancellationToken))).ConfigureAwait(false);
            for (int index = 0; index < some.Length; index++)
            {
                if (places[index]?.JobId is { } job)
                    owners[some[index]] = job;
            }
        }

        return owners;
    }

    public async Task<TunnelAddress?> FindTunnelAsync(int id, CancellationToken cancellationToken)
    {
        Uri job = await RestResources.JobAsync(_session, id, cancellationToken).ConfigureAwait(false);
        RestAnswer answer = await _session.SendOnceAsync(RestResources.Get(job), cancellationToken).ConfigureAwait(false);
        if (answer.IsMissing || answer.OrThrow().Read(RestJson.Default.RestJob).ProxyRef is not { } told)
            return null;

        RestLogin login = await _session.GetLoginAsync(cancellationToken).ConfigureAwait(false);
        return RestTunnels.AddressOf(told, _session.Service, job, login);
    }

    public async Task<JobAccess?> GetAccessAsync(int id, CancellationToken cancellationToken)
    {
        Uri job = await RestResources.JobAsync(_session, id, cancellationToken).ConfigureAwait(false);
        RestLogin login = await _session.GetLoginAsync(cancellationToken).ConfigureAwait(false);
        return login.ToAccess(_session.Service, job);
    }

    public string DescribePower(int id) => $"POST {new Uri(_session.Service, $"srv/spalloc/jobs/{RestResources.Number(id)}/machine/power")}";

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JobInfo ToInfo(int id, RestAnswer answer) =>
        answer.IsMissing ? new JobInfo { Id = id, Status = new JobStatus { State = JobState.Unknown } } : RestConversions.ToInfo(id, answer.OrThrow().Read(RestJson.Default.RestJob));

    private async Task<RestAnswer> GetAsync(int id, string resource, CancellationToken cancellationToken)
    {
        Uri job = await RestResources.JobAsync(_session, id, cancellationToken).ConfigureAwait(false);
        return await _session.SendAsync(RestResources.Get(new Uri(job, resource)), cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Uri>> ListUrisAsync(bool includeEnded, CancellationToken cancellationToken)
    {
        RestLogin login = await _session.GetLoginAsync(cancellationToken).ConfigureAwait(false);
        Uri? page = RestResources.WithQuery(RestResources.Jobs(_session, login), ("deleted", includeEnded ? "true" : "false"));
        var jobs = new List<Uri>();
        for (int pages = 0; page is not null && pages < MostPages; pages++)
        {
            RestJobs found = (await _session.SendAsync(new RestRequest(HttpMethod.Get, page), cancellationToken).ConfigureAwait(false)).OrThrow().Read(RestJson.Default.RestJobs);
            jobs.AddRange(found.Jobs);
            page = found.Next is { } next && new Uri(_session.Service, next) is var whole && RestUris.IsSameOrigin(whole, _session.Service) ? whole : null;
        }

        return jobs;
    }

    private async Task WaitAsync(Func<RestSession, RestLogin, Uri> resource, TimeSpan longest, CancellationToken cancellationToken)
    {
        RestLogin login = await _session.GetLoginAsync(cancellationToken).ConfigureAwait(false);
        RestRequest request = RestResources.Get(resource(_session, login), ("wait", "true")) with { Timeout = longest < s_longestWait ? longest : s_longestWait };
        try
        {
            await _session.SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (LinkBrokenException)
        {
            // The time is up, or the service could not be reached: who looks next gets to know.
        }
    }
}
