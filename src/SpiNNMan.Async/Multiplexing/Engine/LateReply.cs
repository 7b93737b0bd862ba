namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The kind of a reply that no request awaits.</summary>
internal enum LateReply
{
    /// <summary>It belongs to none of our requests.</summary>
    None,

    /// <summary>An expected reply: to a request that was given up, cancelled, or sent more than once.</summary>
    Owed,

    /// <summary>One more than was sent for.</summary>
    Duplicate,
}
