namespace SpiNNMan.Async.Access;

/// <summary>The error of an operation on many chips or boards that failed on some: it has what came of the others.</summary>
/// <typeparam name="TResult">What the operation returns when nothing fails.</typeparam>
public interface IPartialFailure<out TResult>
{
    /// <summary>What the operation would have returned if it had been about the others only; empty if it failed on all.</summary>
    TResult PartialResult { get; }
}
