using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>Something that the caller handed over threw, such as its progress object or its memory; that is the inner exception. The call ended because of it.</summary>
public sealed class CallbackException : SpinnakerException
{
    /// <summary>Makes the error with a message that names what threw.</summary>
    public CallbackException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
