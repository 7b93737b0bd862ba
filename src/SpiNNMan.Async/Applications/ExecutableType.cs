namespace SpiNNMan.Async.Applications;

/// <summary>How an application starts and ends.</summary>
/// <remarks>Protocol: models.md, "Kinds of application".</remarks>
public enum ExecutableType : byte
{
    /// <summary>0: runs at once and ends on its own.</summary>
    Running = 0,

    /// <summary>1: waits at a barrier before it runs, and ends on its own.</summary>
    Sync = 1,

    /// <summary>2: follows the simulation interface: waits at barriers, can be paused and run on.</summary>
    UsesSimulationInterface = 2,

    /// <summary>3: there is no application.</summary>
    NoApplication = 3,

    /// <summary>4: helps other applications and runs until it is stopped.</summary>
    System = 4,
}
