namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>Ways to read memory, and ways of live data.</summary>
internal enum JobKind
{
    /// <summary>Transfers, each with one await, one after the other on each board.</summary>
    Bulk,

    /// <summary>Single requests, each awaited by its caller, who then sends the next.</summary>
    Singles,

    /// <summary>Single requests of one caller, who has as many under way as there would be callers, and awaits the oldest.</summary>
    Pipelined,

    /// <summary>As <see cref="Singles"/>, by <c>ReadMemoryAsync</c>.</summary>
    Reads,

    /// <summary>Receives events and takes them in as label, atom and tick.</summary>
    LiveReceive,

    /// <summary>Sends events by label and atom.</summary>
    LiveSend,
}
