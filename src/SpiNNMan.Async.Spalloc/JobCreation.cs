using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Creates jobs, each once. If the answer is lost, it looks whether exactly one job can be the one.</summary>
/// <remarks>Protocol: spalloc.md, "Life of a job".</remarks>
internal sealed class JobCreation(IAllocationService service, ServiceSettings settings) : IAsyncDisposable
{
    private const int Looks = 3;

    /// <summary>How far the clocks of two computers may be apart.</summary>
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>How long giving back what nobody wants any more may take.</summary>
    private static readonly TimeSpan s_longestGoodbye = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<int> _ours = [];

    public async Task<int> CreateAsync(BoardRequest request, CancellationToken cancellationToken)
    {
        service.Check(request);
        IReadOnlySet<int> before = await service.ListIdsAsync(cancellationToken).ConfigureAwait(false);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Task<int> creating = CreateOrFindAsync(request, before, cancellationToken, abandoned.Token);
        try
        {
            int id = await creating.WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (_gate)
                _ours.Add(id);

            Log.JobCreated(settings.Logger, id, service.Name, request.ToString());
            return id;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It may be that the service has created it, and only the answer is missing: then it is given back.
            await GiveBackAsync(creating).ConfigureAwait(false);
            Stop(abandoned);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Stop(_stop);
        _stop.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<int> CreateOrFindAsync(BoardRequest request, IReadOnlySet<int> before, CancellationToken beforeSending, CancellationToken afterSending)
    {
        DateTimeOffset sent = settings.Time.GetUtcNow();
        try
        {
            return await service.CreateAsync(request, beforeSending, afterSending).ConfigureAwait(false);
        }
        catch (LinkBrokenException exception) when (exception.WasSent)
        {
            return await FindAsync(request, before, sent, exception, afterSending).ConfigureAwait(false);
        }
    }

    private async Task<int> FindAsync(BoardRequest request, IReadOnlySet<int> before, DateTimeOffset sent, LinkBrokenException lost, CancellationToken cancellationToken)
    {
        int[] candidates = [];
        string trouble = "";
        for (int look = 0; look < Looks && candidates.Length != 1; look++)
        {
            await Pause.ForAsync(settings.ReconnectDelay / 4, settings.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                IReadOnlyList<JobInfo> jobs = await service.ListJobsAsync(includeEnded: false, cancellationToken).ConfigureAwait(false);
                candidates = [.. jobs.Where(job => Fits(job, request, before, sent)).Select(static job => job.Id)];
            }
            catch (SpinnakerException exception)
            {
                trouble = $" To look for it failed: {exception.Message}";
            }
        }

        if (candidates is [int only])
        {
            Log.LostJobFound(settings.Logger, only);
            return only;
        }

        string found = candidates.Length == 0 ? "no job fits" : $"jobs {string.Join(", ", candidates.Select(static id => id.ToString(CultureInfo.InvariantCulture)))} fit";
        throw new JobCreationUnknownException($"The answer of {service.Name} to creating a job was lost ({lost.Message}), and {found}: none is taken.{trouble}", candidates, lost);
    }

    private bool Fits(JobInfo job, BoardRequest request, IReadOnlySet<int> before, DateTimeOffset sent)
    {
        if (before.Contains(job.Id) || service.OwnerOf(request) is not { } owner || !string.Equals(job.Owner, owner, StringComparison.Ordinal))
            return false;

        lock (_gate)
        {
            if (_ours.Contains(job.Id))
                return false;
        }

        bool isLookedUp = request.Physical is not null;
        return job.Status.StartTime is { } start && start >= sent - s_clockTolerance && start <= settings.Time.GetUtcNow() + s_clockTolerance
            && (job.Request is null || isLookedUp || string.Equals(job.Request, service.Describe(request), StringComparison.Ordinal));
    }

    // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    private async Task GiveBackAsync(Task<int> creating)
    {
        using var inTime = new CancellationTokenSource(s_longestGoodbye, settings.Time);
        try
        {
            int id = await creating.WaitAsync(inTime.Token).ConfigureAwait(false);
            await service.DestroyAsync(id, "cancelled", inTime.Token).ConfigureAwait(false);
            Log.JobDestroyed(settings.Logger, id, "cancelled");
        }
        catch (Exception exception) when (exception is SpinnakerException or OperationCanceledException or ObjectDisposedException)
        {
            // If there is one, it ends by itself: nobody keeps it alive.
        }
    }
}
