using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Waits for what becomes of a job.</summary>
internal sealed class JobWatch(IAllocationService service, ServiceSettings settings, JobSession session)
{
    /// <summary>While something is about to change, it is asked for in any case so often.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    private long _heard = settings.Time.GetTimestamp();

    /// <summary>The error of the last question to the service.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The states of the job, from that of now to its end.</summary>
    public async IAsyncEnumerable<JobStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JobStatus? known = null;
        while (true)
        {
            JobStatus status = await NextAsync(known, cancellationToken).ConfigureAwait(false);
            if (known is null || status.DiffersFrom(known))
                yield return status;

            if (status.HasEnded)
                yield break;

            known = status;
        }
    }

    /// <summary>Waits until the job may have changed.</summary>
    /// <param name="known">The last known state of it; <see langword="null"/> to ask at once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>How it is; as it was known if the service could not be asked.</returns>
    /// <exception cref="LinkBrokenException">The service could not be asked for so long that nothing is known of the job any more.</exception>
    public async Task<JobStatus> NextAsync(JobStatus? known, CancellationToken cancellationToken)
    {
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Lost);
            TimeSpan longest = known?.State == JobState.Power ? s_soon : settings.PollInterval;
            JobStatus status = known is null
                ? await service.GetStatusAsync(session.Id, ended.Token).ConfigureAwait(false)
                : await service.WaitForChangeAsync(session.Id, known, longest, ended.Token).ConfigureAwait(false);
            if (status.State == JobState.Queued)
                status = await AddPositionAsync(status, ended.Token).ConfigureAwait(false);

            _heard = settings.Time.GetTimestamp();
            Trouble = null;
            session.Observe(status);
            return status;
        }
        catch (OperationCanceledException) when (session.Loss is { } loss && !cancellationToken.IsCancellationRequested)
        {
            return session.Status.HasEnded ? session.Status : new JobStatus { State = JobState.Destroyed, Reason = loss.Reason };
        }
        catch (LinkBrokenException exception) when (settings.Time.GetElapsedTime(_heard) < Patience)
        {
            Trouble = exception.Message;
            await Pause.ForAsync(settings.ReconnectDelay, settings.Time, cancellationToken).ConfigureAwait(false);
            return known ?? session.Status;
        }
    }

    /// <summary>After so long without an answer, the job has ended unless it is kept for ever.</summary>
    private TimeSpan Patience => (session.Interval ?? TimeSpan.Zero) + (2 * settings.GiveUpAfter);

    private async Task<JobStatus> AddPositionAsync(JobStatus status, CancellationToken cancellationToken)
    {
        if (service.Protocol != AllocationProtocol.Classic)
            return status;

        try
        {
            JobStatus listed = (await service.LookAsync(session.Id, cancellationToken).ConfigureAwait(false)).Status;
            return listed.State == JobState.Queued ? status with { QueuePosition = listed.QueuePosition } : status;
        }
        catch (SpinnakerException)
        {
            // It is good to know, and no more.
            return status;
        }
    }
}
