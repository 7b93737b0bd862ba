using System.Runtime.ExceptionServices;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Access;

/// <summary>What came of an operation on many chips or boards of which some may have failed.</summary>
/// <typeparam name="TResult">What the operation returns.</typeparam>
/// <param name="Value">What came of those that did not fail.</param>
/// <param name="Error">What the others failed with; <see langword="null"/> if none did.</param>
public readonly record struct PartialResult<TResult>(TResult Value, SpinnakerException? Error)
{
    /// <summary>Whether nothing failed.</summary>
    public bool IsComplete => Error is null;

    /// <summary>Throws the error, if there is one: for when what there is has been used.</summary>
    public void ThrowIfIncomplete()
    {
        if (Error is not null)
            ExceptionDispatchInfo.Throw(Error);
    }
}
