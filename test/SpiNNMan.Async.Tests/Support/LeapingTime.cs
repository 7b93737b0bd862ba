using SpiNNMan.Async.Simulation.Time;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A simulated clock that can leap, as after a pause of the computer: timers notice it only when they go off. As strict about times as the system's.</summary>
internal sealed class LeapingTime(SimulatedTime time) : TimeProvider
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
    private TimeSpan _leapt;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp() + _leapt.Ticks;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public void Leap(TimeSpan by) => _leapt += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new StrictTimer(time.CreateTimer(callback, state, Checked(dueTime), Checked(period)));

    private static TimeSpan Checked(TimeSpan value)
    {
        if (value != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, s_longest);
        }

        return value;
    }

    private sealed class StrictTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Checked(dueTime), Checked(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
