namespace SpiNNMan.Async.Simulation.Time;

/// <summary>A clock that stands still until it is told to advance, and then jumps from one timer to the next.</summary>
/// <remarks>
/// With it, a client and a virtual machine on an <see cref="Transport.InMemoryNetwork"/> run minutes of protocol in milliseconds, and in the
/// same order each time. Timers fire on the thread that moves the clock, in the order of their times. Timers of equal time fire in the order in which they were set.
/// </remarks>
public sealed class SimulatedTime : TimeProvider
{
    private static readonly DateTimeOffset s_epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The longest time that a timer of the system accepts, about 49 days.</summary>
    private const long MostMilliseconds = 0xFFFF_FFFE;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(SimulatedTimer Timer, int Setting), (long Due, long Order)> _agenda = new();
    private TaskCompletionSource? _idle;
    private long _now;
    private long _order;

    /// <summary>Whether the clock stands still while the thread pool of this process has work to do. The default is <see langword="false"/>.</summary>
    /// <remarks>
    /// Work on other threads than the one that moves the clock takes time that the clock does not know. The clock would run ahead of that work. With this option,
    /// <see cref="RunUntilAsync(Task, CancellationToken)"/> lets all such work end, or wait, before each step. Use it only in programs that do nothing else at the same time,
    /// because the whole process has one pool. If several threads of the pool work at the same time, their order is not fixed.
    /// </remarks>
    public bool WaitsForThreadPool { get; init; }

    /// <summary>How far the clock has advanced.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Volatile.Read(ref _now));

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => s_epoch + Elapsed;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or longer than timers of the system accept, about 49 days.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Advances the clock by <paramref name="duration"/>, and fires the timers that are due on the way.</summary>
    public void Advance(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        long end = Volatile.Read(ref _now) + duration.Ticks;
        while (TryStep(end))
        {
        }

        Volatile.Write(ref _now, end);
    }

    /// <summary>Moves the clock from timer to timer until <paramref name="task"/> has ended, and returns its outcome.</summary>
    /// <param name="task">The task to wait for.</param>
    /// <param name="cancellationToken">Ends the waiting, not the task.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task RunUntilAsync(Task task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        while (!task.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (WaitsForThreadPool && LetThreadPoolFinish())
                continue;

            if (!TryStep(long.MaxValue))
                await Task.WhenAny(task, SomethingSetAsync()).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await task.ConfigureAwait(false);
    }

    /// <summary>Moves the clock from timer to timer until <paramref name="task"/> has ended, and returns its result.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<T> RunUntilAsync<T>(Task<T> task, CancellationToken cancellationToken = default)
    {
        await RunUntilAsync((Task)task, cancellationToken).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    /// <summary>Waits until no thread of the pool has work to do, except the calling one.</summary>
    /// <returns>Whether any thread had work.</returns>
    private static bool LetThreadPoolFinish()
    {
        int own = Thread.CurrentThread.IsThreadPoolThread ? 1 : 0;
        if (IsQuiet())
            return false;

        var spinner = new SpinWait();
        while (!IsQuiet())
            spinner.SpinOnce();

        return true;

        bool IsQuiet()
        {
            if (ThreadPool.PendingWorkItemCount > 0)
                return false;

            ThreadPool.GetMaxThreads(out int most, out _);
            ThreadPool.GetAvailableThreads(out int available, out _);
            return most - available <= own;
        }
    }

    /// <summary>Ends when a timer is set, since work on other threads may still set one.</summary>
    private Task SomethingSetAsync()
    {
        lock (_gate)
        {
            if (_agenda.Count > 0)
                return Task.CompletedTask;

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Fires the next timer that is due by <paramref name="end"/>.</summary>
    private bool TryStep(long end)
    {
        SimulatedTimer timer;
        lock (_gate)
        {
            do
            {
                if (!_agenda.TryPeek(out (SimulatedTimer Timer, int Setting) next, out (long Due, long Order) when) || when.Due > end)
                    return false;

                _agenda.Dequeue();
                timer = next.Timer;
                if (timer.Setting != next.Setting)
                    continue;

                Volatile.Write(ref _now, Math.Max(_now, when.Due));
                if (timer.Period > TimeSpan.Zero)
                    Enter(timer, timer.Period);
                break;
            }
            while (true);
        }

        Fire(timer);
        return true;
    }

    /// <summary>Fires a timer without a synchronization context. With one, the code that waits for the timer would continue on another thread, while the clock runs ahead.</summary>
    private static void Fire(SimulatedTimer timer)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            timer.Fire();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void Enter(SimulatedTimer timer, TimeSpan dueTime)
    {
        _agenda.Enqueue((timer, timer.Setting), (_now + dueTime.Ticks, _order++));
        _idle?.TrySetResult();
        _idle = null;
    }

    private sealed class SimulatedTimer(SimulatedTime clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        /// <summary>Counts the changes. An entry of the agenda from before the last change is void.</summary>
        public int Setting { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            CheckTime(dueTime, nameof(dueTime));
            CheckTime(period, nameof(period));
            lock (clock._gate)
            {
                if (_disposed)
                    return false;

                Setting++;
                Period = period;
                if (dueTime >= TimeSpan.Zero)
                    clock.Enter(this, dueTime);

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                Setting++;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>Refuses the times that the system's timers refuse, since code on this clock also runs on theirs.</summary>
        private static void CheckTime(TimeSpan time, string name)
        {
            long milliseconds = (long)time.TotalMilliseconds;
            ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, MostMilliseconds, name);
        }
    }
}
