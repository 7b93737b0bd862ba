using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Access;

/// <summary>Takes what there is of operations on many chips or boards.</summary>
public static class PartialResults
{
    /// <summary>Waits for an operation, and lets it fail on some of its chips or boards.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>What came of it, and the <see cref="MachineOperationException"/> or <see cref="BoardOperationException"/> if it failed on some. Other errors, and being
    /// cancelled, are thrown as ever.</returns>
    /// <example><code>
    /// PartialResult&lt;IReadOnlyList&lt;Iobuf&gt;&gt; texts = await transceiver.Iobuf.GetAsync().AllowPartialAsync();
    /// foreach (Iobuf text in texts.Value)
    ///     Console.WriteLine(text);
    /// texts.ThrowIfIncomplete();
    /// </code></example>
    public static async Task<PartialResult<TResult>> AllowPartialAsync<TResult>(this Task<TResult> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        try
        {
            return new PartialResult<TResult>(await operation.ConfigureAwait(false), Error: null);
        }
        catch (SpinnakerException exception) when (exception is IPartialFailure<TResult>)
        {
            return new PartialResult<TResult>(((IPartialFailure<TResult>)exception).PartialResult, exception);
        }
    }
}
