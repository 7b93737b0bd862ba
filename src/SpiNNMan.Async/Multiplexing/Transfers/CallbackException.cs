using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>An object of the caller threw, such as its progress or its memory. The call ended because of it, and the inner exception is its exception.</summary>
public sealed class CallbackException : SpinnakerException
{
    /// <summary>Makes the error with a message that names the object.</summary>
    public CallbackException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The error for a progress that threw.</summary>
    internal static CallbackException OfProgress(Exception exception) => new($"The progress that the operation was given threw {exception.GetType().Name}: {exception.Message}", exception);
}
