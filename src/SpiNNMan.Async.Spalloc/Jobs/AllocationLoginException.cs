namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>An allocation service did not take the credentials, or there are none. They are not tried again by themselves: a few failures lock an account for a day.</summary>
/// <remarks>Protocol: spalloc.md, "Sessions".</remarks>
public sealed class AllocationLoginException : AllocationException
{
    /// <summary>Makes the error with a message that names the service; credentials are never in it.</summary>
    public AllocationLoginException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
