using System.Runtime.ExceptionServices;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Access;

/// <summary>The result of an operation on many chips or boards, of which some may have failed.</summary>
/// <typeparam name="TResult">The result of the operation.</typeparam>
/// <param name="Value">The result of the chips or boards that did not fail.</param>
/// <param name="Error">The error of the others; <see langword="null"/> if none failed.</param>
public readonly record struct PartialResult<TResult>(TResult Value, SpinnakerException? Error)
{
    /// <summary>Whether nothing failed.</summary>
    public bool IsComplete => Error is null;

    /// <summary>Throws the error, if there is one. Call it when the partial result has been used.</summary>
    public void ThrowIfIncomplete()
    {
        if (Error is not null)
            ExceptionDispatchInfo.Throw(Error);
    }
}
