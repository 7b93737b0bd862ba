namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The fate of a datagram that may be a reply.</summary>
internal enum ReplyFate
{
    /// <summary>It is no reply to a request of the engine.</summary>
    NotAReply,

    /// <summary>A request takes it.</summary>
    Taken,

    /// <summary>It is dropped: its news is taken in, or it came too late.</summary>
    Dropped,
}
