using System.Collections.Concurrent;
using SpiNNMan.Async.Simulation.Time;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>The clock of the client's computer: like that of the world, but its process can stand still, and the clock can leap.</summary>
internal sealed class ClientTime(SimulatedTime clock) : TimeProvider
{
    private readonly ConcurrentQueue<Action> _held = [];
    private long _offset;
    private int _armed;

    public bool IsPaused { get; private set; }

    /// <summary>Timers that are set and have not gone off.</summary>
    public int Armed => _armed;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => clock.GetTimestamp() + _offset;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + TimeSpan.FromTicks(_offset);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ClientTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Leap(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    public void Pause() => IsPaused = true;

    /// <summary>Goes on, and does what should have been done meanwhile.</summary>
    public void Resume()
    {
        IsPaused = false;
        while (!IsPaused && _held.TryDequeue(out Action? action))
            action();
    }

    /// <summary>Does something when the process is not standing still.</summary>
    public void Run(Action action)
    {
        if (IsPaused)
            _held.Enqueue(action);
        else
            action();
    }

    private sealed class ClientTimer : ITimer
    {
        private readonly ClientTime _owner;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _timer;
        private int _setting;
        private bool _isArmed;
        private bool _isPeriodic;

        public ClientTimer(ClientTime owner, TimerCallback callback, object? state)
        {
            _owner = owner;
            _callback = callback;
            _state = state;
            _timer = owner.Inner.CreateTimer(static timer => ((ClientTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = _timer.Change(dueTime, period);
            _setting++;
            _isPeriodic = period > TimeSpan.Zero;
            Arm(changed && dueTime >= TimeSpan.Zero);
            return changed;
        }

        public void Dispose()
        {
            _setting++;
            Arm(false);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void OnDue()
        {
            if (!_owner.IsPaused)
            {
                Fire();
                return;
            }

            int setting = _setting;
            _owner._held.Enqueue(() =>
            {
                if (setting == _setting)
                    Fire();
            });
        }

        private void Fire()
        {
            if (!_isPeriodic)
                Arm(false);

            _callback(_state);
        }

        private void Arm(bool isArmed)
        {
            if (Interlocked.Exchange(ref _isArmed, isArmed) != isArmed)
                Interlocked.Add(ref _owner._armed, isArmed ? 1 : -1);
        }
    }

    private SimulatedTime Inner => clock;
}
