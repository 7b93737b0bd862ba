namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>How one more attempt at a request ended, other than by its timeout.</summary>
internal enum AttemptOutcome
{
    /// <summary>It is over: answered, cancelled, or the connection is closed.</summary>
    Ended,

    /// <summary>The board asked for another try.</summary>
    TryAgain,

    /// <summary>Replies to later requests show that it is lost as well.</summary>
    Overtaken,
}
