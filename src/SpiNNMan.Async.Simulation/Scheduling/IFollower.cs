namespace SpiNNMan.Async.Simulation.Scheduling;

/// <summary>A component whose time passes with that of the kernel, without a call for each step.</summary>
internal interface IFollower
{
    /// <summary>Advances it to a time, before anything else happens at that time.</summary>
    void Advance(TimeSpan now);

    /// <summary>Ends it, because the kernel ends.</summary>
    void End();
}
