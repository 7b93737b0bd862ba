namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The events of a request.</summary>
internal enum RequestEvent
{
    /// <summary>It gets a place in the window.</summary>
    Admitted,

    /// <summary>A reply came with an answer or an error.</summary>
    Answered,

    /// <summary>A "try again" reply came: the request was not carried out, or may be carried out twice.</summary>
    RefusedForNow,

    /// <summary>Its retransmission timeout ran out.</summary>
    TimedOut,

    /// <summary>Enough replies to later requests came before its own.</summary>
    Overtaken,

    /// <summary>Its time is up, or the time of its board.</summary>
    GivenUp,

    /// <summary>Its caller cancelled it.</summary>
    Cancelled,

    /// <summary>The network refused it.</summary>
    Unreachable,

    /// <summary>The socket threw an exception that sockets do not throw, or the request could not be encoded.</summary>
    NotSent,

    /// <summary>The connection is being closed.</summary>
    Closed,
}
