using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Spalloc.Services;

/// <summary>A service by one of the protocols: each member is one thing that it is asked for, tried again where that is harmless.</summary>
internal interface IAllocationService : IAsyncDisposable
{
    /// <summary>Its host, as people know it, without credentials.</summary>
    string Name { get; }

    AllocationProtocol Protocol { get; }

    /// <summary>Memory of jobs by way of the service; <see langword="null"/> if it has none of that.</summary>
    IMemoryService? Memory { get; }

    Task<AllocationServiceInfo> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Refuses what this service cannot do.</summary>
    void Check(BoardRequest request);

    /// <summary>Whose jobs those of a request are; <see langword="null"/> if that is not known.</summary>
    string? OwnerOf(BoardRequest request);

    /// <summary>A request in the words of <see cref="JobInfo.Request"/>.</summary>
    string Describe(BoardRequest request);

    /// <summary>The numbers of the jobs that there are.</summary>
    Task<IReadOnlySet<int>> ListIdsAsync(CancellationToken cancellationToken);

    /// <summary>Creates a job, once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="beforeSending">Ends it while the service cannot know of it.</param>
    /// <param name="afterSending">Ends the waiting for the answer.</param>
    /// <exception cref="LinkBrokenException">If it was sent, there may be a job.</exception>
    Task<int> CreateAsync(BoardRequest request, CancellationToken beforeSending, CancellationToken afterSending);

    /// <summary>How a job of one's own is; this may keep it alive.</summary>
    Task<JobStatus> GetStatusAsync(int id, CancellationToken cancellationToken);

    /// <summary>How anybody's job is; this does not keep it alive.</summary>
    Task<JobInfo> LookAsync(int id, CancellationToken cancellationToken);

    /// <summary>Waits until a job of one's own is not as it was known, or for the time, and tells how it is then.</summary>
    Task<JobStatus> WaitForChangeAsync(int id, JobStatus known, TimeSpan longest, CancellationToken cancellationToken);

    /// <summary>Keeps a job alive, by a single attempt over a connection for that alone, and tells how it is.</summary>
    Task<JobStatus> KeepAliveAsync(int id, CancellationToken cancellationToken);

    /// <summary>The boards of a job of one's own; <see langword="null"/> while it has none.</summary>
    Task<JobMachine?> GetMachineAsync(int id, CancellationToken cancellationToken);

    /// <summary>Whether the boards of a job of one's own are on.</summary>
    Task<bool?> GetPowerAsync(int id, CancellationToken cancellationToken);

    Task SetPowerAsync(int id, bool on, CancellationToken cancellationToken);

    /// <summary>Destroys a job, by a single attempt: who calls this has no time.</summary>
    Task DestroyAsync(int id, string reason, CancellationToken cancellationToken);

    Task<BoardPlace?> WhereIsAsync(BoardQuery query, CancellationToken cancellationToken);

    /// <summary>Reports boards of a job as broken, and tells what was done about it.</summary>
    Task<string?> ReportAsync(int id, string issue, IReadOnlyList<BoardHost> boards, CancellationToken cancellationToken);

    Task<IReadOnlyList<JobInfo>> ListJobsAsync(bool includeEnded, CancellationToken cancellationToken);

    /// <summary>Waits until a job may have changed, or for the time.</summary>
    Task WaitForJobsAsync(TimeSpan longest, CancellationToken cancellationToken);

    Task<IReadOnlyList<AllocationMachine>> ListMachinesAsync(CancellationToken cancellationToken);

    /// <summary>Waits until a machine may have changed, or for the time.</summary>
    Task WaitForMachinesAsync(string? name, TimeSpan longest, CancellationToken cancellationToken);

    /// <summary>Which boards of a machine belong to which job.</summary>
    Task<IReadOnlyDictionary<LogicalBoard, int>> GetOccupancyAsync(AllocationMachine machine, CancellationToken cancellationToken);

    /// <summary>Where the tunnel to a job's boards is opened just now; <see langword="null"/> if there is none.</summary>
    Task<TunnelAddress?> FindTunnelAsync(int id, CancellationToken cancellationToken);

    /// <summary>The data by which another program uses a job with the login of this one; <see langword="null"/> if there are no logins.</summary>
    Task<JobAccess?> GetAccessAsync(int id, CancellationToken cancellationToken);

    /// <summary>The name of the resource that switches the boards of a job, for people.</summary>
    string DescribePower(int id);
}
