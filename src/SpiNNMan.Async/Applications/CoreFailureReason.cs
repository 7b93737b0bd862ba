namespace SpiNNMan.Async.Applications;

/// <summary>Why cores did not get where they were waited for.</summary>
public enum CoreFailureReason
{
    /// <summary>The time was up.</summary>
    TimedOut = 0,

    /// <summary>A core is in a state that is an error, such as a run-time error.</summary>
    Failed = 1,

    /// <summary>A chip does not tell its states.</summary>
    Silent = 2,
}
