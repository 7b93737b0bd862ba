using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Testing;

/// <summary>A machine received other requests than a test expects. The message lists what it received.</summary>
public sealed class UnexpectedRequestsException : SpinnakerException
{
    internal UnexpectedRequestsException(string message)
        : base(message)
    {
    }
}
