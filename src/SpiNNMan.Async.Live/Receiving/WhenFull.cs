namespace SpiNNMan.Async.Live.Receiving;

/// <summary>The policies for events that come while the queue of a reader is full.</summary>
public enum WhenFull
{
    /// <summary>The oldest datagram that waits is dropped, and counted.</summary>
    DropOldest,

    /// <summary>New events are dropped, and counted.</summary>
    DropNewest,

    /// <summary>Receiving waits for the reader, and with it all readers of the same socket. What comes meanwhile waits in the connection and in the system's buffer; what these have no room for is dropped and counted there.</summary>
    Wait,
}
