using SpiNNMan.Async.Access;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc;

/// <summary>A job while this program has it: kept alive, and known to be lost as soon as anybody finds that out.</summary>
internal sealed class JobSession : IAsyncDisposable
{
    /// <summary>How long giving the boards back may take: people have pressed Ctrl-C.</summary>
    private static readonly TimeSpan s_longestGoodbye = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_betweenTries = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan s_betweenChecks = TimeSpan.FromSeconds(1);

    private readonly IAllocationService _service;
    private readonly ServiceSettings _settings;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly RunOnce _ending = new();
    private readonly KeepAliveSupervisor _keepAlive;
    private readonly List<Action<JobLostException>> _onLost = [];
    private JobLostException? _loss;
    private Task? _checking;
    private long _lastCheck;
    private JobStatus _status;
    private bool _isOurs;
    private bool _isDisposed;
    private Task _keeping = Task.CompletedTask;

    public JobSession(IAllocationService service, ServiceSettings settings, int id, TimeSpan? interval, bool isOurs, IProgress<KeepAliveWarning>? warnings, JobStatus? status = null)
    {
        _service = service;
        _settings = settings;
        Id = id;
        Interval = interval;
        _isOurs = isOurs;
        _status = status ?? new JobStatus { State = JobState.Queued };
        _keepAlive = new KeepAliveSupervisor(this, service, settings, warnings);
    }

    public int Id { get; }

    /// <summary>For how long the service keeps it without a sign of life; <see langword="null"/> is for ever.</summary>
    public TimeSpan? Interval { get; }

    /// <summary>The last known state of it.</summary>
    public JobStatus Status => Volatile.Read(ref _status);

    /// <summary>Cancelled when it is over, whoever ended it.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Why it is over; <see langword="null"/> while it is not.</summary>
    public JobLostException? Loss => Volatile.Read(ref _loss);

    /// <summary>Begins to keep it alive.</summary>
    public void Start() => _keeping = LongLived.Start(this, static self => self._keepAlive.RunAsync(self._stop.Token));

    /// <summary>Takes what was said of it.</summary>
    public void Observe(JobStatus status)
    {
        Volatile.Write(ref _status, status);
        if (!status.HasEnded)
            return;

        string reason = status.Reason ?? (status.State == JobState.Unknown ? "the service does not know it (any more)." : "no reason is given.");
        MarkLost(reason);
    }

    /// <summary>Asks how it is.</summary>
    public async Task<JobStatus> CheckAsync(CancellationToken cancellationToken)
    {
        JobStatus status = await _service.GetStatusAsync(Id, cancellationToken).ConfigureAwait(false);
        Observe(status);
        return status;
    }

    /// <summary>Asks how it is, unless that was done a moment ago; not to get to know it is no error. It takes 2 s at the most, and those who ask meanwhile wait for the same answer.</summary>
    public Task TryCheckAsync()
    {
        TaskCompletionSource? begun = null;
        Task checking;
        lock (_gate)
        {
            long now = _settings.Time.GetTimestamp();
            if (_checking is null || (_checking.IsCompleted && _settings.Time.GetElapsedTime(_lastCheck, now) >= s_betweenChecks))
            {
                begun = new TaskCompletionSource(TaskCreationOptions.None);
                _checking = begun.Task;
                _lastCheck = now;
            }

            checking = _checking;
        }

        if (begun is not null)
            _ = CheckForAllAsync(begun);

        return Threading.Shared.WaitForAsync(checking);
    }

    /// <summary>Has something told when it is lost, at once if it is.</summary>
    public void WhenLost(Action<JobLostException> act)
    {
        lock (_gate)
        {
            if (_loss is null)
            {
                _onLost.Add(act);
                return;
            }
        }

        act(_loss);
    }

    /// <summary>Does something with it; when it is lost meanwhile, that is the error.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        ThrowIfLost();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lost.Token);
        try
        {
            return await act(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (Loss is not null && !cancellationToken.IsCancellationRequested && exception is not JobLostException)
        {
            throw LossOf(exception);
        }
    }

    /// <summary>Throws in the name of the type that people know.</summary>
    /// <exception cref="ObjectDisposedException">This program has disposed of the job.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), typeof(AllocatedJob));

    /// <exception cref="JobLostException">It is over.</exception>
    public void ThrowIfLost()
    {
        if (Loss is not null)
            throw LossOf(inner: null);
    }

    /// <summary>From now on it is not destroyed, and not kept alive.</summary>
    public Task ReleaseAsync()
    {
        _isOurs = false;
        return EndAsync("it was left to others by this program.");
    }

    /// <summary>Ends it: calls that wait are ended, and the job is destroyed if it is one's own. Never takes longer than 2 s.</summary>
    /// <returns>Ends with the error that kept it from being destroyed.</returns>
    public Task EndAsync(string reason) => _ending.RunAsync(() => EndCoreAsync(reason));

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _isDisposed, true);
        try
        {
            await EndAsync("finished").ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is Errors.SpinnakerException or OperationCanceledException or ObjectDisposedException)
        {
            Log.NotDestroyed(_settings.Logger, Id, exception.Message);
        }
    }

    private async Task EndCoreAsync(string reason)
    {
        bool wasLost = Loss is not null;
        Stop(_stop);
        MarkLost($"this program gave it back: {reason}", isOwnDoing: true);
        using var inTime = new CancellationTokenSource(s_longestGoodbye, _settings.Time);
        if (_isOurs && !wasLost)
        {
            try
            {
                await DestroyAsync(reason, inTime.Token).ConfigureAwait(false);
                Log.JobDestroyed(_settings.Logger, Id, reason);
            }
            catch (OperationCanceledException exception)
            {
                throw new LinkBrokenException($"Job {Id} could not be destroyed within {s_longestGoodbye.TotalSeconds:0} s, and ends by itself when it is not kept alive.", wasSent: true, exception);
            }
        }

        await Threading.Shared.WaitForAsync(_keeping).WaitAsync(s_longestGoodbye, _settings.Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Has it destroyed, as often as there is time for: a service may just be started again.</summary>
    private async Task DestroyAsync(string reason, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _service.DestroyAsync(Id, reason, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (LinkBrokenException)
            {
                await Threading.Pause.ForAsync(s_betweenTries, _settings.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task CheckForAllAsync(TaskCompletionSource done)
    {
        using var inTime = new CancellationTokenSource(s_longestGoodbye, _settings.Time);
        try
        {
            await CheckAsync(inTime.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is Errors.SpinnakerException or OperationCanceledException or ObjectDisposedException)
        {
            // The keep-alive will find out.
        }

        done.SetResult();
    }

    private void MarkLost(string reason, bool isOwnDoing = false)
    {
        Action<JobLostException>[] told;
        JobLostException loss;
        lock (_gate)
        {
            if (_loss is not null)
                return;

            _loss = loss = new JobLostException(Id, _service.Name, reason);
            told = [.. _onLost];
        }

        if (!isOwnDoing)
            Log.JobLost(_settings.Logger, Id, reason);

        Stop(_stop);
        try
        {
            Stop(_lost);
        }
        catch (AggregateException exception)
        {
            // Programs register their own code with the token.
            Log.UserCodeFailed(_settings.Logger, Id, exception);
        }

        foreach (Action<JobLostException> tell in told)
            tell(loss);
    }

    private JobLostException LossOf(Exception? inner) => new(Id, _service.Name, Loss!.Reason, inner);

    // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
    private static void Stop(CancellationTokenSource source) => source.Cancel();
}
