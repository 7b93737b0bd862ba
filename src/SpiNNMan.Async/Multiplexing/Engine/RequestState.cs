namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The states of a request. <see cref="RequestTable"/> says what each event does in each state.</summary>
internal enum RequestState
{
    /// <summary>Not in use.</summary>
    Free,

    /// <summary>Waiting for a place in the window.</summary>
    Queued,

    /// <summary>Sent, or in the outbox, and its first retransmission timeout has not run out.</summary>
    InFlight,

    /// <summary>With the resend policy: its retransmission timeout has run out, it was overtaken, or the board said "try again".</summary>
    Recovering,

    /// <summary>Answered, given up or cancelled. The caller has not taken the result yet.</summary>
    Done,
}
