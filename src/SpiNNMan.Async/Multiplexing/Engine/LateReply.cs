namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>What a reply is that nobody awaits.</summary>
internal enum LateReply
{
    /// <summary>None of ours.</summary>
    None,

    /// <summary>One that was still to come: to a request that was given up, cancelled, or sent more than once.</summary>
    Owed,

    /// <summary>One more than was sent for.</summary>
    Duplicate,
}
