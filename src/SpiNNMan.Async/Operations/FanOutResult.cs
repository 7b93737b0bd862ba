using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Operations;

/// <summary>What came of doing one thing to many items.</summary>
/// <param name="Results">A result for each item; the default for those that failed.</param>
/// <param name="Failures">What failed, in the order of the items.</param>
internal readonly record struct FanOutResult<TResult>(TResult?[] Results, IReadOnlyList<MachineFailure> Failures)
{
    /// <summary>The results if nothing failed.</summary>
    /// <param name="operation">What was done, for the message of the error.</param>
    /// <exception cref="MachineOperationException">Something failed.</exception>
    public TResult[] OrThrow(string operation)
    {
        if (Failures.Count > 0)
            throw new MachineOperationException(operation, Failures, Results.Length);

        return [.. Results.Select(static result => result!)];
    }
}
