using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>The results and failures of doing one thing to many items.</summary>
/// <param name="Results">A result for each item. An item that failed has the default.</param>
/// <param name="Failures">The failures, in the order of the items.</param>
/// <param name="Done">The items that did not fail, by their indices.</param>
internal readonly record struct FanOutResult<TResult>(TResult?[] Results, IReadOnlyList<MachineFailure> Failures, IReadOnlyList<int> Done)
{
    /// <summary>The results of the items that did not fail, in their order.</summary>
    public IEnumerable<TResult> Values
    {
        get
        {
            TResult?[] results = Results;
            return Done.Select(index => results[index]!);
        }
    }

    /// <summary>Makes it of an error or a result for each item.</summary>
    public static FanOutResult<TResult> Of(TResult?[] results, SpinnakerException?[] errors, Func<int, CoreLocation> where)
    {
        ILookup<bool, int> byFailure = Enumerable.Range(0, results.Length).ToLookup(index => errors[index] is not null);
        return new FanOutResult<TResult>(results, [.. byFailure[true].Select(index => new MachineFailure(where(index), errors[index]!))], [.. byFailure[false]]);
    }

    /// <summary>Adds the failures of an earlier step.</summary>
    public FanOutResult<TResult> With(IReadOnlyList<MachineFailure> earlier) => this with { Failures = [.. earlier, .. Failures] };

    /// <summary>Makes one of the results.</summary>
    /// <param name="operation">The operation, for the message of the error.</param>
    /// <param name="collect">Makes the whole of the results, in the order of the items.</param>
    /// <exception cref="MachineOperationException{TWhole}">Some items failed. The error has the whole of the others.</exception>
    public TWhole OrThrow<TWhole>(string operation, Func<IEnumerable<TResult>, TWhole> collect)
    {
        TWhole whole = collect(Values);
        return Failures.Count == 0 ? whole : throw new MachineOperationException<TWhole>(operation, Failures, Done.Count + Failures.Count, whole);
    }

    /// <summary>Does nothing if nothing failed.</summary>
    /// <param name="operation">The operation, for the message of the error.</param>
    /// <exception cref="MachineOperationException">Something failed.</exception>
    public void ThrowIfFailed(string operation)
    {
        if (Failures.Count > 0)
            throw new MachineOperationException(operation, Failures, Done.Count + Failures.Count);
    }
}
