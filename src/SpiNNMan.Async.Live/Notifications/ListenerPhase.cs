namespace SpiNNMan.Async.Live.Notifications;

/// <summary>How far a listener is with the run of a tool chain.</summary>
/// <remarks>Protocol: live.md, "Notifications".</remarks>
public enum ListenerPhase
{
    /// <summary>No database has been heard of, or the last could not be read.</summary>
    Waiting,

    /// <summary>The database has been read, and the tool chain has been answered.</summary>
    Ready,

    /// <summary>The network runs.</summary>
    Running,

    /// <summary>The network has run, and pauses or has stopped.</summary>
    Paused,
}
