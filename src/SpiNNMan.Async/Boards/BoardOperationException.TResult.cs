using SpiNNMan.Async.Access;

namespace SpiNNMan.Async.Boards;

/// <summary>Something that was to be read from many boards through their BMPs could not be read from some of them; what the others told is here.</summary>
/// <typeparam name="TResult">What the operation returns when nothing fails.</typeparam>
public sealed class BoardOperationException<TResult> : BoardOperationException, IPartialFailure<TResult>
{
    /// <summary>Makes the error.</summary>
    /// <param name="operation">What was done, as in "reading sensors".</param>
    /// <param name="failures">What went wrong where, at least one.</param>
    /// <param name="partialResult">What came of the boards that it did not fail for.</param>
    public BoardOperationException(string operation, IReadOnlyList<BoardFailure> failures, TResult partialResult)
        : base(operation, failures) => PartialResult = partialResult;

    /// <inheritdoc/>
    public TResult PartialResult { get; }
}
