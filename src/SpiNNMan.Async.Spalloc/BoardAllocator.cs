using System.Runtime.CompilerServices;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Lends boards of large machines from an allocation service, by whichever of the two protocols its address means.</summary>
/// <example><code>
/// await using BoardAllocator allocator = BoardAllocator.Open("spalloc://spalloc.example.org");
/// await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3));
/// await using Transceiver transceiver = await job.OpenTransceiverAsync(new JobMachineOptions { Transceiver = new() { BootImage = image } });
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Disposing of it gives back the boards of all jobs that were opened by it. Protocol: spalloc.md, "Life of a job".</remarks>
public sealed class BoardAllocator : IAsyncDisposable
{
    private readonly BoardAllocatorOptions _options;
    private readonly ServiceSettings _settings;
    private readonly IAllocationService _service;
    private readonly JobCreation _creation;
    private readonly Lock _gate = new();
    private readonly HashSet<AllocatedJob> _jobs = [];
    private readonly RunOnce _ending = new();

    private BoardAllocator(IAllocationService service, Uri address, BoardAllocatorOptions options, ServiceSettings settings)
    {
        Address = $"{address.Scheme}://{address.Authority}{(address.AbsolutePath.Length > 1 ? address.AbsolutePath : "")}";
        _options = options;
        _settings = settings;
        _service = service;
        _creation = new JobCreation(service, settings);
    }

    /// <summary>The service's host, as people know it.</summary>
    public string Name => _service.Name;

    /// <summary>The service's address, without credentials: what <see cref="Open(string, BoardAllocatorOptions?)"/> takes.</summary>
    public string Address { get; }

    /// <summary>How the service is talked to.</summary>
    public AllocationProtocol Protocol => _service.Protocol;

    /// <summary>The service, for those who may still use it.</summary>
    private IAllocationService Alive
    {
        get
        {
            ObjectDisposedException.ThrowIf(_ending.HasBegun, this);
            return _service;
        }
    }

    /// <summary>Names a service; nothing is sent before it is asked for something.</summary>
    /// <param name="service"><c>spalloc://HOST</c> or <c>HOST</c>, with <c>:PORT</c> if it is not 22244, for the classic protocol; <c>https://HOST/PATH</c> or <c>http://HOST/PATH</c> for the REST service, also with <c>USER:PASSWORD@</c> before the host.</param>
    /// <param name="options">How to go about it.</param>
    /// <exception cref="InvalidParameterException">It is no such address.</exception>
    public static BoardAllocator Open(string service, BoardAllocatorOptions? options = null) => Open(ServiceOpener.Parse(service), options);

    /// <inheritdoc cref="Open(string, BoardAllocatorOptions?)"/>
    public static BoardAllocator Open(Uri service, BoardAllocatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        options ??= new BoardAllocatorOptions();
        options.MakeReadOnly();
        ServiceSettings settings = options.ToSettings();
        return new BoardAllocator(ServiceOpener.Open(service, options, settings), service, options, settings);
    }

    /// <summary>Names the service of a job by the login of another program. <see cref="ResumeAsync"/> takes over the job then, by <see cref="JobAccess.JobId"/>.</summary>
    /// <param name="access">The data that the other program handed over.</param>
    /// <param name="options">How to go about it; its credentials are not used.</param>
    /// <exception cref="InvalidParameterException">The address of the service is none.</exception>
    public static BoardAllocator Open(JobAccess access, BoardAllocatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(access);
        return Open(access.ServiceUri, (options ?? new BoardAllocatorOptions()) with { Credentials = AllocationCredentials.FromLogin(access.Cookies, access.Headers) });
    }

    /// <summary>Asks what the service is.</summary>
    /// <exception cref="AllocationException">It is of a version that is not known, or does not take the credentials.</exception>
    /// <exception cref="SpinnakerConnectionException">It cannot be reached.</exception>
    public Task<AllocationServiceInfo> GetServiceAsync(CancellationToken cancellationToken = default) => Alive.DescribeAsync(cancellationToken);

    /// <summary>Creates a job and waits until its boards are ready: powered, and not booted. It may wait for others for hours.</summary>
    /// <param name="request">The request.</param>
    /// <param name="progress">Told of each change, and of trouble on the way.</param>
    /// <param name="cancellationToken">Ends it, and gives back what was got so far, within 2 s.</param>
    /// <exception cref="InvalidParameterException">The service cannot do what is wanted.</exception>
    /// <exception cref="JobLostException">The job was destroyed, as one is at once that can never be met; it has the service's reason.</exception>
    /// <exception cref="JobCreationUnknownException">The answer to creating it was lost, and it cannot be found out which job it was.</exception>
    /// <exception cref="AllocationException">The service refused.</exception>
    /// <exception cref="SpinnakerConnectionException">The service cannot be reached.</exception>
    public async Task<AllocatedJob> AllocateAsync(BoardRequest request, IProgress<AllocationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        AllocatedJob job = await CreateAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await job.WaitUntilReadyAsync(progress, cancellationToken).ConfigureAwait(false);
            return job;
        }
        catch
        {
            await job.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Creates a job and keeps it alive, without waiting for its boards.</summary>
    /// <inheritdoc cref="AllocateAsync"/>
    public async Task<AllocatedJob> CreateAsync(BoardRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        JobSession session = await CreateSessionAsync(request, cancellationToken).ConfigureAwait(false);
        return Take(new AllocatedJob(this, _service, _settings, session, request));
    }

    /// <summary>Takes over a job by its number: keeps it alive from now on, and leaves it to others again in the end unless it is told to destroy it.</summary>
    /// <param name="jobId">The number of the job.</param>
    /// <param name="destroyInTheEnd">Whether disposing of it destroys it, as if it had been created here. The default is not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JobLostException">There is no such job, or it is over.</exception>
    /// <inheritdoc cref="AllocateAsync"/>
    public async Task<AllocatedJob> ResumeAsync(int jobId, bool destroyInTheEnd = false, CancellationToken cancellationToken = default)
    {
        JobInfo info = await Alive.LookAsync(jobId, cancellationToken).ConfigureAwait(false);
        if (info.Status.HasEnded)
            throw new JobLostException(jobId, Name, info.Status.Reason ?? (info.Status.State == JobState.Unknown ? "the service does not know it." : null));

        var session = new JobSession(Alive, _settings, jobId, info.KeepAlive, destroyInTheEnd, _options.KeepAliveWarnings, info.Status);
        session.Start();
        return Take(new AllocatedJob(this, _service, _settings, session, request: null));
    }

    /// <summary>The jobs of everybody, the oldest first. To list them does not keep them alive.</summary>
    /// <param name="includeEnded">Whether those that ended are listed too, as far as the service remembers them; the classic protocol does not tell of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="GetServiceAsync"/>
    public Task<IReadOnlyList<JobInfo>> ListJobsAsync(bool includeEnded = false, CancellationToken cancellationToken = default) => Alive.ListJobsAsync(includeEnded, cancellationToken);

    /// <summary>Anybody's job, by its number; one that does not exist is <see cref="JobState.Unknown"/>. To look at it does not keep it alive.</summary>
    /// <inheritdoc cref="GetServiceAsync"/>
    public Task<JobInfo> GetJobAsync(int jobId, CancellationToken cancellationToken = default) => Alive.LookAsync(jobId, cancellationToken);

    /// <summary>Destroys anybody's job, if the service lets one; one that does not exist is no error.</summary>
    /// <param name="jobId">The number of the job.</param>
    /// <param name="reason">Why, for its owner.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="GetServiceAsync"/>
    public Task DestroyJobAsync(int jobId, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new Retrying(_settings).RunAsync(
            async token =>
            {
                await Alive.DestroyAsync(jobId, reason, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>The jobs of everybody, again after each change, until it is cancelled.</summary>
    /// <inheritdoc cref="GetServiceAsync"/>
    public async IAsyncEnumerable<IReadOnlyList<JobInfo>> WatchJobsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            yield return await ListJobsAsync(includeEnded: false, cancellationToken).ConfigureAwait(false);
            await Alive.WaitForJobsAsync(_settings.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The machines that boards are lent of.</summary>
    /// <inheritdoc cref="GetServiceAsync"/>
    public Task<IReadOnlyList<AllocationMachine>> ListMachinesAsync(CancellationToken cancellationToken = default) => Alive.ListMachinesAsync(cancellationToken);

    /// <summary>The machines, again after each change, until it is cancelled.</summary>
    /// <param name="name">The machine whose changes are waited for; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="GetServiceAsync"/>
    public async IAsyncEnumerable<IReadOnlyList<AllocationMachine>> WatchMachinesAsync(string? name = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            yield return await ListMachinesAsync(cancellationToken).ConfigureAwait(false);
            await Alive.WaitForMachinesAsync(name, _settings.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Which boards of a machine belong to which job. A REST service is asked board by board, up to 1,500 of them; of a larger machine nothing is told.</summary>
    /// <inheritdoc cref="GetServiceAsync"/>
    public Task<IReadOnlyDictionary<LogicalBoard, int>> GetOccupancyAsync(AllocationMachine machine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return Alive.GetOccupancyAsync(machine, cancellationToken);
    }

    /// <summary>Finds a board or a chip in all coordinates.</summary>
    /// <returns><see langword="null"/> if there is no such board, machine or job.</returns>
    /// <inheritdoc cref="GetServiceAsync"/>
    public Task<BoardPlace?> WhereIsAsync(BoardQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Alive.WhereIsAsync(query, cancellationToken);
    }

    /// <summary>Gives back the boards of all jobs that were opened by it and are still open, within 2 s, and closes its connections.</summary>
    public ValueTask DisposeAsync() => new(_ending.RunAsync(CloseAsync));

    private async Task CloseAsync()
    {
        AllocatedJob[] jobs;
        lock (_gate)
            jobs = [.. _jobs];

        await Task.WhenAll(jobs.Select(static job => job.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _creation.DisposeAsync().ConfigureAwait(false);
        await _service.DisposeAsync().ConfigureAwait(false);
    }

    internal async Task<JobSession> CreateSessionAsync(BoardRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ending.HasBegun, this);
        int id = await _creation.CreateAsync(request, cancellationToken).ConfigureAwait(false);
        var session = new JobSession(_service, _settings, id, request.KeepAlive, isOurs: true, _options.KeepAliveWarnings);
        session.Start();
        return session;
    }

    internal void Forget(AllocatedJob job)
    {
        lock (_gate)
            _jobs.Remove(job);
    }

    private AllocatedJob Take(AllocatedJob job)
    {
        lock (_gate)
            _jobs.Add(job);

        return job;
    }
}
