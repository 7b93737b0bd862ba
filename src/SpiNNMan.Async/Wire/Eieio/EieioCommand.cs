namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>The commands of command messages; 0 to 16383, of which these are known.</summary>
/// <remarks>Protocol: eieio.md, "Commands".</remarks>
public enum EieioCommand : ushort
{
    /// <summary>1: where the database of a run is; without a path, that it has been read.</summary>
    Database = 1,

    /// <summary>2: fills the room between other messages in a buffer.</summary>
    EventPadding = 2,

    /// <summary>3: no more events will come.</summary>
    EventStop = 3,

    /// <summary>4: stop asking for events.</summary>
    StopSendingRequests = 4,

    /// <summary>5: ask for events again.</summary>
    StartSendingRequests = 5,

    /// <summary>6: a core has room for events.</summary>
    SpinnakerRequestBuffers = 6,

    /// <summary>7: events for the buffer of a core, numbered.</summary>
    HostSendSequencedData = 7,

    /// <summary>8: a core has recorded data to be read.</summary>
    SpinnakerRequestReadData = 8,

    /// <summary>9: recorded data has been read.</summary>
    HostDataRead = 9,

    /// <summary>10: the run pauses or stops.</summary>
    StopPauseNotification = 10,

    /// <summary>11: the run starts or continues.</summary>
    StartResumeNotification = 11,

    /// <summary>12: the message that data is to be read has come.</summary>
    HostDataReadAck = 12,
}
