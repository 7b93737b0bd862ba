namespace SpiNNMan.Async.Transport;

/// <summary>Who may receive in a pump's place: it resumes callers, who make replies come.</summary>
internal interface IPumpBorrower
{
    /// <summary>The calling thread receives from now on, and offers a loan after each batch: what a batch leads to waits for that.</summary>
    void Enter();

    /// <summary>The calling thread receives no more.</summary>
    void Leave();

    /// <summary>A batch has been received and handled.</summary>
    /// <returns>Whether the loan was taken.</returns>
    bool TryBorrow(PumpLoan loan);

    /// <summary>A loan was taken back, since whoever had it is stuck: what it has left over must go on without it.</summary>
    void OnTakenBack();
}
