namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>The parts that datagrams play in their exchanges.</summary>
internal enum ExchangeStepKind
{
    /// <summary>A new request.</summary>
    Request,

    /// <summary>A further try.</summary>
    Repeat,

    /// <summary>The reply to a request or to its last try.</summary>
    Reply,

    /// <summary>One more reply to a request that was answered.</summary>
    RepeatedReply,

    /// <summary>A reply that no request awaits.</summary>
    StrangeReply,
}
