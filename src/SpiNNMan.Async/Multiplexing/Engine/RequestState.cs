namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Where a request is on its way. <see cref="RequestEngine"/> has the table of what each event does in each state.</summary>
internal enum RequestState
{
    /// <summary>Not in use.</summary>
    Free,

    /// <summary>Waiting for a place in the window.</summary>
    Queued,

    /// <summary>Sent, or about to be, and its first retransmission timeout has not run out.</summary>
    InFlight,

    /// <summary>In the hands of the resend policy: its timeout has run out, it was overtaken, or the board asked for another try.</summary>
    Recovering,

    /// <summary>Answered, given up or cancelled; the caller has not taken the result yet.</summary>
    Done,
}
