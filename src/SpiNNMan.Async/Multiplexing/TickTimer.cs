using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Calls back at the earliest time that was set. It is set outside all other locks, since the clock may be a user's.</summary>
internal sealed class TickTimer : IAsyncDisposable
{
    private readonly SteadyClock _clock;
    private readonly Action _tick;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private long _wanted = long.MaxValue;
    private long _due = long.MaxValue;
    private bool _disposed;

    public TickTimer(TimeProvider timeProvider, SteadyClock clock, Action tick)
    {
        _clock = clock;
        _tick = tick;
        _timer = LongLived.Start((Timer: this, TimeProvider: timeProvider), static pair => pair.TimeProvider.CreateTimer(
            static state => ((TickTimer)state!).OnTimer(), pair.Timer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    /// <summary>The time to call back. It may call earlier.</summary>
    public long Wanted
    {
        set => Volatile.Write(ref _wanted, value);
    }

    /// <summary>Sets the timer, unless it is set for an earlier time.</summary>
    public void Set()
    {
        if (Volatile.Read(ref _wanted) >= Volatile.Read(ref _due))
            return;

        lock (_gate)
        {
            long due = Volatile.Read(ref _wanted);
            if (due >= _due || _disposed)
                return;

            Volatile.Write(ref _due, due);
            _timer.Change(SteadyClock.WaitUntil(due, _clock.Now), Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
            _disposed = true;

        return _timer.DisposeAsync();
    }

    private void OnTimer()
    {
        lock (_gate)
            Volatile.Write(ref _due, long.MaxValue);

        _tick();
    }
}
