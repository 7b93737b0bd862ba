namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The reactions of a request to an event.</summary>
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

    /// <summary>The resend policy gets the event.</summary>
    Inform,

    /// <summary>It ends with an error.</summary>
    Fail,

    /// <summary>It ends with an error. Its place in the window is free when the board has answered, or its time is up.</summary>
    FailKeepingPlace,
}
