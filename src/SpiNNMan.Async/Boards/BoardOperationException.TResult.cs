using SpiNNMan.Async.Access;

namespace SpiNNMan.Async.Boards;

/// <summary>Some of many boards could not be read through their BMPs. The error has the answers of the others.</summary>
/// <typeparam name="TResult">The result of the operation if nothing fails.</typeparam>
public sealed class BoardOperationException<TResult> : BoardOperationException, IPartialFailure<TResult>
{
    /// <summary>Makes the error.</summary>
    /// <param name="operation">The operation, as in "reading sensors".</param>
    /// <param name="failures">The failures, at least one.</param>
    /// <param name="partialResult">The result of the boards that did not fail.</param>
    public BoardOperationException(string operation, IReadOnlyList<BoardFailure> failures, TResult partialResult)
        : base(operation, failures) => PartialResult = partialResult;

    /// <inheritdoc/>
    public TResult PartialResult { get; }
}
