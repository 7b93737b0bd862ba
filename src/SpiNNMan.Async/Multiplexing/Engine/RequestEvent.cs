namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>What can happen to a request.</summary>
internal enum RequestEvent
{
    /// <summary>It has a place in the window.</summary>
    Admitted,

    /// <summary>A reply came that is an answer or an error.</summary>
    Answered,

    /// <summary>A reply came that asks for another try, and says that nothing was done or that it may be done twice.</summary>
    RefusedForNow,

    /// <summary>Its retransmission timeout ran out.</summary>
    TimedOut,

    /// <summary>Enough replies to later requests came before its own.</summary>
    Overtaken,

    /// <summary>Its time is up, or that of its board.</summary>
    GivenUp,

    /// <summary>Its caller does not want it any more.</summary>
    Cancelled,

    /// <summary>The network said that nothing takes it.</summary>
    Unreachable,

    /// <summary>The socket threw what no socket may throw when it was to be sent, or it could not be encoded.</summary>
    NotSent,

    /// <summary>The connection is being closed.</summary>
    Closed,
}
