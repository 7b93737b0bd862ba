namespace SpiNNMan.Async.Applications;

/// <summary>Why cores did not get where they were waited for.</summary>
public enum CoreFailureReason
{
    /// <summary>The time was up.</summary>
    TimedOut = 0,

    /// <summary>A core is in an error state, such as a run-time exception.</summary>
    Failed = 1,

    /// <summary>A chip does not answer.</summary>
    Silent = 2,
}
