namespace SpiNNMan.Async.Diagnostics;

/// <summary>Why a request was sent again.</summary>
internal enum ResendReason
{
    /// <summary>No reply came within its timeout.</summary>
    Timeout,

    /// <summary>Replies to later requests to the same chip came before its own: it, or its reply, is lost.</summary>
    Overtaken,

    /// <summary>The board answered that it should be tried again.</summary>
    TryAgain,
}
