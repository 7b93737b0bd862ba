namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Waits for what comes of the attempts of a request that is sent again.</summary>
internal interface IAttemptListener
{
    /// <summary>Says what came of the attempt that is waited for, if one is.</summary>
    void Signal(AttemptOutcome outcome);
}
