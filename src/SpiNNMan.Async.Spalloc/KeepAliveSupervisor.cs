using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Keeps a job alive, by a timer of its own: nothing but the service's word, or the end of the job, ends it.</summary>
/// <remarks>A restarted service, a lost connection, an expired login and a computer that slept all look the same here: an attempt fails, and the next is soon.</remarks>
internal sealed class KeepAliveSupervisor(JobSession session, IAllocationService service, ServiceSettings settings, IProgress<KeepAliveWarning>? warnings)
{
    /// <summary>Jobs that are kept for ever are asked for as well: somebody may destroy them.</summary>
    private static readonly TimeSpan s_longestPeriod = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _period = session.Interval is { } interval && interval / 3 < s_longestPeriod ? interval / 3 : s_longestPeriod;
    private long _heard;
    private bool _hasWarned;

    public async Task RunAsync(CancellationToken stop)
    {
        // From the first line on elsewhere: the creation was the first sign of life.
        _heard = settings.Time.GetTimestamp();
        TimeSpan pause = _period;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Pause.ForAsync(pause, settings.Time, stop).ConfigureAwait(false);
                pause = await TryAsync(stop).ConfigureAwait(false);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Sends one sign of life.</summary>
    /// <returns>When to send the next.</returns>
    private async Task<TimeSpan> TryAsync(CancellationToken stop)
    {
        using var inTime = new CancellationTokenSource(_period < settings.Timeout ? _period : settings.Timeout, settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, stop);
        try
        {
            JobStatus status = await service.KeepAliveAsync(session.Id, either.Token).ConfigureAwait(false);
            _heard = settings.Time.GetTimestamp();
            _hasWarned = false;
            session.Observe(status);
            return _period;
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            Warn(exception is OperationCanceledException ? $"{service.Name} does not answer." : exception.Message);
            TimeSpan soon = settings.ReconnectDelay / 4;
            return soon < _period ? soon : _period;
        }
    }

    private void Warn(string trouble)
    {
        if (_hasWarned || session.Interval is not { } interval || settings.Time.GetElapsedTime(_heard) is var silence && silence < interval / 2)
            return;

        _hasWarned = true;
        Log.KeepAliveLate(settings.Logger, session.Id, silence, interval, trouble);
        try
        {
            warnings?.Report(new KeepAliveWarning(session.Id, silence, interval, trouble));
        }
        catch (Exception exception)
        {
            // It is the code of a user, and the job must live on.
            Log.UserCodeFailed(settings.Logger, session.Id, exception);
        }
    }
}
