namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>What becomes of a datagram that may be a reply.</summary>
internal enum ReplyFate
{
    /// <summary>It is none: it is somebody else's.</summary>
    NotAReply,

    /// <summary>A request has it.</summary>
    Taken,

    /// <summary>It has said what it had to say, or came too late.</summary>
    Dropped,
}
