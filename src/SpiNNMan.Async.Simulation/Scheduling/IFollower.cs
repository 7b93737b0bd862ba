namespace SpiNNMan.Async.Simulation.Scheduling;

/// <summary>Something whose time passes with that of the kernel, without a call for each step.</summary>
internal interface IFollower
{
    /// <summary>Brings it up to a time, before anything else happens at that time.</summary>
    void Advance(TimeSpan now);

    /// <summary>Ends it: the kernel goes.</summary>
    void End();
}
