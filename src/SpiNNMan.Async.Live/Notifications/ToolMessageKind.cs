namespace SpiNNMan.Async.Live.Notifications;

/// <summary>The messages of a tool chain to the programs that go with its runs.</summary>
/// <remarks>Protocol: live.md, "Notifications".</remarks>
public enum ToolMessageKind
{
    /// <summary>Where the database of the run is. It wants an answer.</summary>
    Database,

    /// <summary>The run has started, or goes on.</summary>
    StartResume,

    /// <summary>The run has stopped, or pauses.</summary>
    StopPause,

    /// <summary>Anything else: another command, events, or what is no EIEIO at all.</summary>
    Other,
}
