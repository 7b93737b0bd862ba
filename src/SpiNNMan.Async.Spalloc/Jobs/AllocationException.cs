using System.Net;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>An allocation service refused what it was asked for, or answered what cannot be understood.</summary>
/// <remarks>Protocol: spalloc.md, "Lines" and "Resources".</remarks>
public class AllocationException : SpinnakerException
{
    /// <summary>Makes the error with a message that names the service and has its words.</summary>
    public AllocationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The status of the answer; <see langword="null"/> if it did not come by HTTP.</summary>
    public HttpStatusCode? StatusCode { get; init; }
}
