using System.Runtime.CompilerServices;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Boards that are lent to this program for as long as it keeps them: a job, kept alive by itself.</summary>
/// <remarks>
/// When the service ends the job, or does not know it any more, every call on it that waits ends with a <see cref="JobLostException"/> that has the service's reason. So does every later use of its machine.
/// Disposing of it gives the boards back within 2 s. Then its methods throw an <see cref="ObjectDisposedException"/>. Any number of callers may use it at the same time. Protocol: spalloc.md, "Life of a job".
/// </remarks>
public sealed class AllocatedJob : IAsyncDisposable
{
    private readonly BoardAllocator _allocator;
    private readonly IAllocationService _service;
    private readonly ServiceSettings _settings;
    private readonly JobNetworks _networks;
    private readonly RunOnce _ending = new();
    private JobSession _session;

    internal AllocatedJob(BoardAllocator allocator, IAllocationService service, ServiceSettings settings, JobSession session, BoardRequest? request)
    {
        _allocator = allocator;
        _service = service;
        _settings = settings;
        _session = session;
        _networks = new JobNetworks(service, settings);
        Request = request;
        Memory = new JobMemory(this);
    }

    /// <summary>Its number. It changes only where another job is taken because a machine could not be booted.</summary>
    public int Id => Session.Id;

    /// <summary>The request; <see langword="null"/> for a job that was taken over.</summary>
    public BoardRequest? Request { get; }

    /// <summary>The last known state of it.</summary>
    public JobStatus Status => Session.Status;

    /// <summary>Cancelled when it is over, whoever ended it.</summary>
    public CancellationToken Lost => Session.Lost;

    /// <summary>Memory of its chips by way of the service, where it offers that.</summary>
    public JobMemory Memory { get; }

    internal JobSession Session => Volatile.Read(ref _session);

    internal IAllocationService Service => _service;

    /// <summary>Asks how it is.</summary>
    /// <exception cref="JobLostException">It is over.</exception>
    /// <exception cref="SpinnakerConnectionException">The service cannot be reached.</exception>
    public Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default) => Session.RunAsync(Session.CheckAsync, cancellationToken);

    /// <summary>How it is, now and after each change, up to its end. What it ends with has the reason.</summary>
    /// <exception cref="SpinnakerConnectionException">The service could not be reached for so long that nothing is known of it any more.</exception>
    public async IAsyncEnumerable<JobStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Session.ThrowIfDisposed();
        await foreach (JobStatus status in new JobWatch(_service, _settings, Session).WatchAsync(cancellationToken).ConfigureAwait(false))
            yield return status;
    }

    /// <summary>Waits until its boards are ready.</summary>
    /// <param name="progress">Told of each change, and of trouble on the way.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="GetStatusAsync"/>
    public Task WaitUntilReadyAsync(IProgress<AllocationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Session.ThrowIfDisposed();
        return WaitUntilReadyAsync(Session, progress, cancellationToken);
    }

    /// <summary>Its boards and where they can be reached.</summary>
    /// <exception cref="AllocationException">It has none yet.</exception>
    /// <inheritdoc cref="GetStatusAsync"/>
    public Task<JobMachine> GetMachineAsync(CancellationToken cancellationToken = default)
    {
        JobSession session = Session;
        return session.RunAsync(
            async token =>
            {
                if (await _service.GetMachineAsync(session.Id, token).ConfigureAwait(false) is { } machine)
                    return machine;

                // A job that is over has none either.
                await session.CheckAsync(token).ConfigureAwait(false);
                session.ThrowIfLost();
                throw new AllocationException($"Job {session.Id} has no boards yet: wait until it is ready.");
            },
            cancellationToken);
    }

    /// <summary>Whether its boards are on; <see langword="null"/> if it has none yet.</summary>
    /// <inheritdoc cref="GetStatusAsync"/>
    public Task<bool?> GetPowerAsync(CancellationToken cancellationToken = default) => Session.RunAsync(token => _service.GetPowerAsync(Id, token), cancellationToken);

    /// <summary>Switches its boards on, and waits until they are. Those that are on are reset, or left as they are, as the service likes.</summary>
    /// <inheritdoc cref="GetStatusAsync"/>
    public Task PowerOnAsync(CancellationToken cancellationToken = default) => SwitchAsync(on: true, cancellationToken);

    /// <summary>Switches its boards off, and waits until they are.</summary>
    /// <inheritdoc cref="GetStatusAsync"/>
    public Task PowerOffAsync(CancellationToken cancellationToken = default) => SwitchAsync(on: false, cancellationToken);

    /// <summary>Switches its boards off and on, and waits until they are on: nothing is booted any more.</summary>
    /// <inheritdoc cref="GetStatusAsync"/>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        await PowerOffAsync(cancellationToken).ConfigureAwait(false);
        await PowerOnAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds a chip of it in all coordinates.</summary>
    /// <param name="chip">The chip, in the job's own coordinates.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns><see langword="null"/> if it has no such chip.</returns>
    /// <inheritdoc cref="GetStatusAsync"/>
    public Task<BoardPlace?> WhereIsAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        Session.RunAsync(token => _service.WhereIsAsync(BoardQuery.ByJobChip(Id, chip), token), cancellationToken);

    /// <summary>Reports a board of it as broken to those who look after the machine. Two reports take a board out of service.</summary>
    /// <param name="issue">The fault, in words.</param>
    /// <param name="board">The chip with the board's Ethernet, in the job's own coordinates.</param>
    /// <param name="cancellationToken">Ends it; it may have been reported all the same.</param>
    /// <returns>The action of the service, in its own words; <see langword="null"/> if it says nothing.</returns>
    /// <exception cref="InvalidParameterException">It has no such board.</exception>
    /// <exception cref="AllocationException">The service takes no reports.</exception>
    /// <inheritdoc cref="GetStatusAsync"/>
    public async Task<string?> ReportAsync(string issue, ChipLocation board, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(issue);
        if (issue.Length == 0)
            throw new InvalidParameterException(nameof(issue), issue, "the service keeps it for those who mend boards");

        JobMachine machine = await GetMachineAsync(cancellationToken).ConfigureAwait(false);
        BoardHost host = machine.Hosts.FirstOrDefault(one => one.Chip == board)
            ?? throw new InvalidParameterException(nameof(board), board, $"no board of the job has its Ethernet there; they are at {string.Join(" and ", machine.Hosts.Select(static one => one.Chip))}");
        return await Session.RunAsync(token => _service.ReportAsync(Id, issue, [host], token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The way to its boards: for connections of every kind, directly or through the service's tunnel. It lasts as long as the job.</summary>
    /// <param name="route">Which way. The default is through the tunnel if the service has one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpinnakerConnectionException">There is no tunnel, or it cannot be opened.</exception>
    /// <inheritdoc cref="GetMachineAsync"/>
    public async Task<JobNetwork> OpenNetworkAsync(JobRoute route = JobRoute.Automatic, CancellationToken cancellationToken = default)
    {
        JobMachine machine = await GetMachineAsync(cancellationToken).ConfigureAwait(false);
        return await Session.RunAsync(token => _networks.OpenAsync(Session, machine, route, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Boots its machine if it is not booted, and opens it. If it cannot be booted, its boards are switched off and on; then reported as broken; and then, if the options allow it, another job is taken in place of this one.</summary>
    /// <param name="options">How to go about it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransceiverOpenException">It cannot be opened; what was found is in the error.</exception>
    /// <exception cref="Booting.BoardBootException">It cannot be booted.</exception>
    /// <inheritdoc cref="OpenNetworkAsync"/>
    public Task<Transceiver> OpenTransceiverAsync(JobMachineOptions? options = null, CancellationToken cancellationToken = default)
    {
        Session.ThrowIfDisposed();
        options?.MakeReadOnly();
        return new JobMachineOpener(this, _settings, options ?? new JobMachineOptions()).OpenAsync(cancellationToken);
    }

    /// <summary>The data by which another program uses this job with the login of this one, for example to show live data: <see cref="BoardAllocator.Open(JobAccess, BoardAllocatorOptions?)"/> takes it. It is secret.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AllocationException">The service has no logins: it is a classic one, and whoever knows the number has the job.</exception>
    /// <inheritdoc cref="GetStatusAsync"/>
    public Task<JobAccess> GetAccessAsync(CancellationToken cancellationToken = default)
    {
        JobSession session = Session;
        return session.RunAsync(
            async token => await _service.GetAccessAsync(session.Id, token).ConfigureAwait(false)
                ?? throw new AllocationException($"{_service.Name} has no logins that could be handed over: whoever knows the number {session.Id} can take the job over."),
            cancellationToken);
    }

    /// <summary>Gives the boards back, with a reason for the service's records. It takes 2 s at the most.</summary>
    /// <param name="reason">Why.</param>
    /// <exception cref="SpinnakerConnectionException">The service could not be told; the job ends by itself, since nobody keeps it alive.</exception>
    public Task DestroyAsync(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return EndAsync(session => session.EndAsync(reason));
    }

    /// <summary>Leaves the job as it is and keeps it alive no more: another program that takes it over in time has it.</summary>
    public Task ReleaseAsync() => EndAsync(static session => session.ReleaseAsync());

    /// <summary>Gives the boards back, unless it was taken over without the wish for that. It takes 2 s at the most, and failing to tell the service is no error: the job ends by itself.</summary>
    public async ValueTask DisposeAsync() => await EndAsync(static session => session.DisposeAsync().AsTask()).ConfigureAwait(false);

    /// <inheritdoc/>
    public override string ToString() => $"job {Id} of {_allocator.Name}";

    /// <summary>Takes another job of the same kind in place of this one.</summary>
    internal async Task ReplaceAsync(string reason, IProgress<AllocationProgress>? progress, CancellationToken cancellationToken)
    {
        JobSession next = await _allocator.CreateSessionAsync(Request!, cancellationToken).ConfigureAwait(false);
        try
        {
            await WaitUntilReadyAsync(next, progress, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await next.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        JobSession broken = Session;
        Volatile.Write(ref _session, next);
        await _networks.CloseAsync().ConfigureAwait(false);
        try
        {
            await broken.EndAsync(reason).ConfigureAwait(false);
        }
        catch (SpinnakerException exception)
        {
            Log.NotDestroyed(_settings.Logger, broken.Id, exception.Message);
        }
    }

    private async Task WaitUntilReadyAsync(JobSession session, IProgress<AllocationProgress>? progress, CancellationToken cancellationToken)
    {
        long start = _settings.Time.GetTimestamp();
        var watch = new JobWatch(_service, _settings, session);
        JobStatus? known = null;
        string? trouble = null;
        while (true)
        {
            JobStatus status = await watch.NextAsync(known, cancellationToken).ConfigureAwait(false);
            if (known is null || status.DiffersFrom(known) || !string.Equals(trouble, watch.Trouble, StringComparison.Ordinal))
                progress?.Report(new AllocationProgress(session.Id, status, _settings.Time.GetElapsedTime(start), watch.Trouble));

            session.ThrowIfLost();
            if (status.State == JobState.Ready && watch.Trouble is null)
                return;

            known = status;
            trouble = watch.Trouble;
        }
    }

    private Task<bool> SwitchAsync(bool on, CancellationToken cancellationToken)
    {
        JobSession session = Session;
        return session.RunAsync(
            async token =>
            {
                await _service.SetPowerAsync(session.Id, on, token).ConfigureAwait(false);
                var watch = new JobWatch(_service, _settings, session);
                JobStatus status = await watch.NextAsync(known: null, token).ConfigureAwait(false);
                while (status.State != JobState.Ready || watch.Trouble is not null || await _service.GetPowerAsync(session.Id, token).ConfigureAwait(false) != on)
                {
                    session.ThrowIfLost();

                    // Also while it is said to be ready: the switching may not have begun.
                    status = await watch.NextAsync(status with { State = JobState.Power }, token).ConfigureAwait(false);
                }

                return on;
            },
            cancellationToken);
    }

    private async Task EndAsync(Func<JobSession, Task> end)
    {
        await _ending.RunAsync(async () =>
        {
            try
            {
                await end(Session).ConfigureAwait(false);
            }
            finally
            {
                await _networks.CloseAsync().ConfigureAwait(false);
                _allocator.Forget(this);
            }
        }).ConfigureAwait(false);
    }
}
