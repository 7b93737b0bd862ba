namespace SpiNNMan.Async.Multiplexing;

/// <summary>Where a request is on its way.</summary>
internal enum SlotState
{
    /// <summary>Not in use.</summary>
    Free,

    /// <summary>Waiting for a place in the window.</summary>
    Queued,

    /// <summary>Sent, and not overdue yet.</summary>
    InFlight,

    /// <summary>Overdue, or told to try again: in the hands of the resend policy.</summary>
    Recovering,

    /// <summary>Answered, given up or cancelled; the caller has not taken the result yet.</summary>
    Done,
}
