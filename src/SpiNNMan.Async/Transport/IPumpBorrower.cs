namespace SpiNNMan.Async.Transport;

/// <summary>May receive in place of a pump: it resumes callers, whose requests bring replies.</summary>
internal interface IPumpBorrower
{
    /// <summary>The calling thread receives from now on, and offers a loan after each batch. The effects of a batch wait for this offer.</summary>
    void Enter();

    /// <summary>The calling thread receives no more.</summary>
    void Leave();

    /// <summary>A batch has been received and handled.</summary>
    /// <returns>Whether the loan was taken.</returns>
    bool TryBorrow(PumpLoan loan);

    /// <summary>A loan was taken back, since its borrower is stuck. Another thread must do the rest of its work.</summary>
    void OnTakenBack();
}
