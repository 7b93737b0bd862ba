namespace SpiNNMan.Async.Access;

/// <summary>Something that was to be found out from many chips could not be found out from some of them; what the others told is here.</summary>
/// <typeparam name="TResult">What the operation returns when nothing fails.</typeparam>
public sealed class MachineOperationException<TResult> : MachineOperationException, IPartialFailure<TResult>
{
    /// <summary>Makes the error.</summary>
    /// <param name="operation">What was done, as in "reading printed text".</param>
    /// <param name="failures">What went wrong where, at least one.</param>
    /// <param name="attempted">On how many chips or cores it was tried.</param>
    /// <param name="partialResult">What came of those that it did not fail on.</param>
    public MachineOperationException(string operation, IReadOnlyList<MachineFailure> failures, int attempted, TResult partialResult)
        : base(operation, failures, attempted) => PartialResult = partialResult;

    /// <inheritdoc/>
    public TResult PartialResult { get; }
}
