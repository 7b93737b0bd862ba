namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Waits for the outcomes of the attempts of a request that is sent again.</summary>
internal interface IAttemptListener
{
    /// <summary>Gives the outcome of the current attempt, if there is one.</summary>
    void Signal(AttemptOutcome outcome);
}
