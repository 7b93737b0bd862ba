using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The clock of a running machine. Its planned actions are forgotten when the power goes.</summary>
internal sealed class MachineClock(Kernel kernel)
{
    private bool _stopped;

    /// <summary>When the machine was started.</summary>
    public TimeSpan Started { get; } = kernel.Now;

    public TimeSpan Now => kernel.Now;

    /// <summary>The time of the present event.</summary>
    public TimeSpan DueNow => kernel.DueNow;

    /// <summary>The power is gone.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Runs an action later, unless the power goes before.</summary>
    public void Schedule(TimeSpan delay, Action action) => kernel.Schedule(delay, () =>
    {
        if (!_stopped)
            action();
    });

    /// <summary>Runs an action after the present event, unless the power goes before.</summary>
    public void Post(Action action) => kernel.Post(() =>
    {
        if (!_stopped)
            action();
    });
}
