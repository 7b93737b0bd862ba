namespace SpiNNMan.Async.Access;

/// <summary>Some of many chips could not be asked. The error has the answers of the others.</summary>
/// <typeparam name="TResult">The result of the operation if nothing fails.</typeparam>
public sealed class MachineOperationException<TResult> : MachineOperationException, IPartialFailure<TResult>
{
    /// <summary>Makes the error.</summary>
    /// <param name="operation">The operation, as in "reading printed text".</param>
    /// <param name="failures">The failures, at least one.</param>
    /// <param name="attempted">On how many chips or cores it was tried.</param>
    /// <param name="partialResult">The result of the chips that did not fail.</param>
    public MachineOperationException(string operation, IReadOnlyList<MachineFailure> failures, int attempted, TResult partialResult)
        : base(operation, failures, attempted) => PartialResult = partialResult;

    /// <inheritdoc/>
    public TResult PartialResult { get; }
}
