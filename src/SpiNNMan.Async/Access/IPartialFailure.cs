namespace SpiNNMan.Async.Access;

/// <summary>The error of an operation on many chips or boards that failed on some. It has the results of the others.</summary>
/// <typeparam name="TResult">The result of the operation if nothing fails.</typeparam>
public interface IPartialFailure<out TResult>
{
    /// <summary>The result of the operation on the others; empty if it failed on all.</summary>
    TResult PartialResult { get; }
}
