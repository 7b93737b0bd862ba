using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Access;

/// <summary>Takes the results of an operation on many chips or boards although it failed on some of them.</summary>
/// <example><code>
/// PartialResult&lt;IReadOnlyList&lt;Iobuf&gt;&gt; texts = await PartialResult.FromAsync(transceiver.Iobuf.GetAsync());
/// foreach (Iobuf text in texts.Value)
///     Console.WriteLine(text);
/// texts.ThrowIfIncomplete();
/// </code></example>
public static class PartialResult
{
    /// <summary>Waits for an operation, and lets it fail on some of its chips or boards.</summary>
    /// <typeparam name="TResult">The result of the operation.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <returns>The results of the chips or boards that did not fail, and the <see cref="MachineOperationException"/> or <see cref="BoardOperationException"/> of the others. All other errors are
    /// thrown, and cancellation too.</returns>
    public static async Task<PartialResult<TResult>> FromAsync<TResult>(Task<TResult> operation)
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
