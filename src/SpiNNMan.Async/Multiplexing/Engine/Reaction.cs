namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>What an event does to a request.</summary>
internal enum Reaction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It gets a number and is sent.</summary>
    Send,

    /// <summary>It ends with the reply.</summary>
    Complete,

    /// <summary>The resend policy takes over.</summary>
    Recover,

    /// <summary>The resend policy hears of it.</summary>
    Inform,

    /// <summary>It ends with an error.</summary>
    Fail,

    /// <summary>It ends with an error, and its place in the window is free when the board has answered it or should have.</summary>
    FailKeepingPlace,
}
